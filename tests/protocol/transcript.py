"""A golden transcript: what one client and the server said to one another, kept as a file that every client can replay.

`frames` are in order: `client` and `server` are this socket's; `visitor`, `agent`, `passer` or `colleague` is what others
said meanwhile on theirs, or that they hung up; and `clock` lets time pass. A client frame is `frame`, or `raw` where it is not
a frame at all. Names stand for ids and tokens that differ each time; times differ too. `fresh` is what a client that comes
anew is told at the end: a client that heard `frames` and one that heard `fresh` must know the same.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "transcripts"
TIMES = frozenset({"at", "now", "since", "changed", "due", "order", "waited", "escalated", "sequence"})
"""Fields that hold a moment, or a number that differs each time."""


def is_moment(value: Any) -> bool:
    """Whether a field of that name holds one: `escalated` is a moment to agents, and to visitors just so or not."""
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass
class Transcript:
    """One file."""

    name: str
    side: str
    about: str
    mode: str
    """Whether the site connects or rings."""
    frames: list[dict[str, Any]]
    fresh: list[dict[str, Any]]
    names: list[str]
    """Strings in the frames that stand for others."""

    @classmethod
    def load(cls, file: Path) -> "Transcript":
        """Read one."""
        return cls(**json.loads(file.read_text()))

    def save(self) -> None:
        """Write it where everybody finds it."""
        FOLDER.mkdir(exist_ok=True)
        text = json.dumps(vars(self), indent=1, ensure_ascii=False)
        (FOLDER / f"{self.name}.json").write_text(text + "\n")


class Binding:
    """Golden names ↔ the values of one run, found as they first appear."""

    def __init__(self, names: list[str]) -> None:
        self._names = set(names)
        self._real: dict[str, str] = {}

    def real(self, value: Any) -> Any:
        """A golden value with the run's values in place of names."""
        if isinstance(value, dict):
            return {self.real(k): self.real(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.real(v) for v in value]
        return self._real.get(value, value) if isinstance(value, str) else value

    def same(self, golden: Any, actual: Any, key: str = "") -> bool:
        """Whether `actual` is `golden`, binding names on the way. Nothing is bound where it is not."""
        trial = dict(self._real)
        if self._same(golden, actual, key, trial):
            self._real = trial
            return True
        return False

    def _same(self, golden: Any, actual: Any, key: str, real: dict[str, str]) -> bool:
        if key in TIMES and is_moment(golden):
            return is_moment(actual)
        if isinstance(golden, dict) and isinstance(actual, dict):
            if len(golden) != len(actual):
                return False
            by_name = {real.get(k, k): k for k in golden}
            return all(k in by_name and self._same(golden[by_name[k]], v, k, real) for k, v in actual.items())
        if isinstance(golden, list) and isinstance(actual, list):
            return len(golden) == len(actual) and all(
                self._same(g, a, key, real) for g, a in zip(golden, actual, strict=True)
            )
        if isinstance(golden, str) and golden in self._names:
            if not isinstance(actual, str):
                return False
            if golden in real:
                return real[golden] == actual
            if actual in real.values():
                return False
            real[golden] = actual
            return True
        return bool(golden == actual)
