"""What a process says of itself to whoever watches: on `/health/ready`, and in `/metrics`."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

from tests.faults.referee.house import Process
from tests.support.figures import until

SEEN_WITHIN_S = 20.0
"""A fault, or its end, shows by then."""
ASKED_S = 15.0


async def tells(process: Process, about: str, said: str) -> dict[str, Any]:
    """Wait until it says this about that; all that it says then."""
    found: dict[str, Any] = {}
    try:
        async with asyncio.timeout(SEEN_WITHIN_S):
            while said not in found.get(about, ""):
                await asyncio.sleep(0.05)
                found = await asyncio.to_thread(_ready, process)
    except TimeoutError:
        raise AssertionError(f"/health/ready says of {about}: {found.get(about)!r}, and not: {said!r}") from None
    return found


async def shows(process: Process, series: str, least: float, most: float) -> None:
    """Wait until this series, named with the values of its labels, is between these."""
    await until(_address(process), lambda found: least <= found.get(series, least - 1) <= most, SEEN_WITHIN_S)


def _ready(process: Process) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{_address(process)}/health/ready", timeout=ASKED_S) as answer:
            said = answer.read()
    except urllib.error.HTTPError as refused:
        # Not ready is an answer too.
        said = refused.read()
    found: dict[str, Any] = json.loads(said)
    return found


def _address(process: Process) -> str:
    return f"http://localhost:{process.port}"
