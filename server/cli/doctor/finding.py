"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` in one line; where it is not `well`, why that matters and how to mend it."""

    about: str
    well: bool
    found: str
    why: str = ""
    mend: str = ""


def well(about: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(about, True, found)


def wrong(about: str, found: str, *, why: str, mend: str) -> Finding:
    """Something to do."""
    return Finding(about, False, found, why, mend)
