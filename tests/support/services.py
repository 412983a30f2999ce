"""Run a command beside a PostgreSQL and a Redis of its own: `python -m tests.support.services pytest -m both`."""

import os
import subprocess
import sys

from tests.support.postgres import running_postgres
from tests.support.redis import running_redis


def main() -> int:
    """The command's own exit code."""
    with running_postgres() as postgres, running_redis() as redis:
        services = {"DATABASE_URL": postgres.create_database("bluephone"), "REDIS_URL": redis.url}
        return subprocess.run(sys.argv[1:], env=os.environ | services, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
