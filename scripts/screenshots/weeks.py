"""`python -m scripts.screenshots.weeks KEY`: twelve weeks of a small shop, as a site's records keep them.

Made up, and the same each time. Most hours have somebody; Saturdays from ten to twelve, and the ends of Thursdays and
Fridays, have too few.
"""

import random
import sys
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import django

WEEKS: Final = 12
ZONE: Final = ZoneInfo("Europe/London")
HOUR_MS: Final = 3_600_000
TALK_MS: Final = 300_000

CALM: Final = (3, 5, 1)
"""How many come in an hour, how many seconds they wait on average, and how many of the team are there."""
USUAL: Final = (6, 5, 2)
BUSY: Final = (14, 22, 2)
SWAMPED: Final = (22, 140, 1)
WEEK: Final = {
    **dict.fromkeys([(day, hour) for day in range(1, 5) for hour in (9, 12, 13, 17)], CALM),
    **dict.fromkeys([(day, hour) for day in range(1, 5) for hour in (10, 11, 14, 15, 16)], USUAL),
    **dict.fromkeys([(1, 9), (2, 13), (3, 17), (4, 16)], BUSY),
    **dict.fromkeys([(5, 13), (5, 14), (5, 15)], USUAL),
    **dict.fromkeys([(5, 10), (5, 11)], SWAMPED),
    (5, 12): BUSY,
}
"""By day, Monday first, and hour of the clock."""


def remember(key: str) -> None:
    """Write them down for this site."""
    from server.clock import now_ms  # noqa: PLC0415 (Django must be set up first)
    from server.sites.models import Site  # noqa: PLC0415
    from server.waits.models import Hour, Tally, Wait  # noqa: PLC0415

    chance = random.Random(1876)  # noqa: S311 (the telephone's year, not a secret)
    site = Site.objects.get(key=key)
    today = datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    waits, hours = [], []
    for week in range(1, WEEKS + 1):
        for (day, hour), (many, mean_s, humans) in WEEK.items():
            at = int((monday + timedelta(days=day - 7 * week, hours=hour)).timestamp() * 1000)
            come = round(chance.gauss(many, many**0.5))
            for _ in range(come):
                since, lasts = at + chance.randrange(HOUR_MS), round(1000 * (2 + chance.expovariate(1 / mean_s)))
                stays = lasts < chance.expovariate(1 / 1_200_000)
                waits.append(Wait(site=site, since=since, ended_at=since + lasts, answered=stays))
            busy = come * TALK_MS
            hours.append(
                Hour(
                    site=site,
                    starts_at=at,
                    busy_ms=busy,
                    crowd_ms=busy * 3 // 2,
                    human_ms=humans * HOUR_MS,
                    slot_ms=2 * humans * HOUR_MS,
                    completions=come,
                )
            )
    Wait.objects.bulk_create(waits)
    Hour.objects.bulk_create(hours)
    ran = {"completions": 80, "busy_s": 80 * TALK_MS / 1000, "gave_up": 6, "waiting_s": 7_200}
    Tally.objects.update_or_create(
        site=site, defaults=ran | {"at": now_ms(), "hours_at": now_ms(), "at_once": 60, "at_once_s": 420}
    )


if __name__ == "__main__":
    django.setup()
    remember(sys.argv[1])
