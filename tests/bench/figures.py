"""One figure a line, as JSON: `{"name", "value", "unit", "versus", "ratio", "runs"}`."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of `make bench`. `ratio` is what is held against a target, where there is one; else `value`."""

    name: str
    value: float
    unit: str
    versus: str | None = None
    ratio: float | None = None
    runs: int = 1


def tell(figure: Figure) -> None:
    """Print it at once, so that a long run shows how far it is."""
    print(json.dumps({k: _rounded(v) for k, v in asdict(figure).items()}), flush=True)


def compared(name: str, unit: str, ours: Sequence[float], versus: str, theirs: Sequence[float]) -> Figure:
    """The median of ours, and the median of the ratios of runs taken in turn."""
    ratios = [o / t for o, t in zip(ours, theirs, strict=True)]
    return Figure(name, median(ours), unit, versus, median(ratios), len(ours))


def tell_machine() -> None:
    """What it was measured on."""
    cores = sorted(os.sched_getaffinity(0))
    machine = {
        "name": "machine",
        "cores": len(cores),
        "python": platform.python_version(),
        "system": platform.platform(),
        "pinned": len(cores) > 1,
    }
    print(json.dumps(machine), flush=True)


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
