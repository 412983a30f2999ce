"""What a process says of itself to whoever watches: on `/health/ready`, and in `/metrics`."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.faults.referee.house import Process

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
    found = None
    try:
        async with asyncio.timeout(SEEN_WITHIN_S):
            while found is None or not least <= found <= most:
                await asyncio.sleep(0.05)
                found = (await asyncio.to_thread(_figures, process)).get(series)
    except TimeoutError:
        raise AssertionError(f"/metrics shows {series} as {found}, and not between {least} and {most}") from None


def _ready(process: Process) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_read(process, "/health/ready"))
    return found


def _figures(process: Process) -> dict[str, float]:
    families = text_string_to_metric_families(_read(process, "/metrics"))
    return {" ".join((s.name, *s.labels.values())): s.value for f in families for s in f.samples}


def _read(process: Process, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://localhost:{process.port}{path}", timeout=ASKED_S) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        # Not ready is an answer too.
        return refused.read().decode()
