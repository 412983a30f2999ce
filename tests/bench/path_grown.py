"""path, grown: the same way on PostgreSQL and Redis, with two processes, against the naive way on the same services.

Servers, services and generator share all cores here, so the figure is again messages per CPU second of the server, both of its
processes together. What PostgreSQL and Redis use is left out on either side: the naive way asks them far more often, so that
is in its favour. `path.workers` is by the clock: two processes over one, which two cores that everybody shares bound.
"""

import asyncio

from tests.bench.figures import compared, tell
from tests.bench.path import NAIVE, OURS, Talkers
from tests.bench.rate import Rate, full_rate
from tests.bench.subject import GENERATOR, SERVER, Subject, running
from tests.bench.talkers import naive_talkers, our_talkers
from tests.support.postgres import running_postgres
from tests.support.redis import running_redis

RUNS = 3
TWO = ((*OURS[0], "--workers", "2"), OURS[1])
KINDS = {"naive": (NAIVE, naive_talkers), "one": (OURS, our_talkers), "two": (TWO, our_talkers)}


def measure() -> None:
    """Print the group's lines."""
    rates: dict[str, list[Rate]] = {kind: [] for kind in KINDS}
    with running_postgres(durable=True) as postgres, running_redis() as redis:
        for n in range(RUNS):
            for kind, ((command, prepare), talkers) in KINDS.items():
                services = {"DATABASE_URL": postgres.create_database(f"{kind}_{n}"), "REDIS_URL": redis.url}
                with running(command, services, prepare, on=SERVER | GENERATOR) as subject:
                    rates[kind].append(asyncio.run(_rate(subject, talkers)))
    naive, one, two = (rates[kind] for kind in KINDS)
    unit, versus = "messages per server CPU second", "naive on PostgreSQL and channels_redis"
    tell(compared("path.pg_redis_vs_naive", unit, [r.cpu for r in two], versus, [r.cpu for r in naive]))
    tell(compared("path.pg_redis_one_vs_naive", unit, [r.cpu for r in one], versus, [r.cpu for r in naive]))
    tell(compared("path.workers", "messages/s", [r.clock for r in two], "one process", [r.clock for r in one]))


async def _rate(subject: Subject, talkers: Talkers) -> Rate:
    async with talkers(subject) as ready:
        return await full_rate(subject, ready)
