"""Run a command beside a PostgreSQL and a Redis of its own: `python -m tests.support.services pytest -m both`."""

import os
import re
import subprocess
import sys

import psycopg

from tests.support.postgres import running_postgres
from tests.support.redis import running_redis


def main() -> int:
    """The command's own exit code."""
    with running_postgres() as postgres, running_redis() as redis:
        services = {"DATABASE_URL": postgres.create_database("bluephone"), "REDIS_URL": redis.url}
        return subprocess.run(sys.argv[1:], env=os.environ | services, check=False).returncode


def another_database(name: str, template: str = "template1") -> dict[str, str]:
    """A database of this run's PostgreSQL, and its Redis; nothing where there are none."""
    url, redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if not url or not redis:
        return {}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return {"DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", url), "REDIS_URL": redis}


if __name__ == "__main__":
    sys.exit(main())
