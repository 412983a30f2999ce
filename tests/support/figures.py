"""What a running server says of itself at `/metrics`, and waiting until it says so."""

import asyncio
import contextlib
import urllib.request
from collections.abc import Callable

from prometheus_client.parser import text_string_to_metric_families

Figures = dict[str, float]
"""Each series, by its name and the values of its labels."""


def figures(address: str) -> Figures:
    """What the server at this address says."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {
            " ".join((s.name, *(s.labels[name] for name in sorted(s.labels)))): s.value
            for f in families
            for s in f.samples
        }


async def until(address: str, true: Callable[[Figures], bool], within_s: float = 20) -> Figures:
    """What is read once this is so."""
    async with asyncio.timeout(within_s):
        while True:
            # Between the death of the last process and the next one's birth nobody answers.
            with contextlib.suppress(OSError):
                if true(found := await asyncio.to_thread(figures, address)):
                    return found
            await asyncio.sleep(0.1)
