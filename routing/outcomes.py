"""What came of a simulated week, in numbers about visitors: how long they waited, whom they were with, what was promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from routing import waits
from routing.fates import Visitor
from routing.survival import waited


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the promises that were settled, the share that was kept: as calculated, and as told in whole minutes."""

    promises: int
    calculated: float
    told: float


def mean_wait_s(visitors: Sequence[Visitor]) -> float:
    """Until a human's first words, or until they gave up."""
    return fmean(v.waited for v in visitors) / 1000 if visitors else 0.0


def wait_s(visitors: Iterable[Visitor], level: float) -> float | None:
    """Within how long that share is answered, those who gave up included."""
    found = waited(((v.waited, v.answered) for v in visitors), level)
    return None if found is None else found / 1000


def within(visitors: Sequence[Visitor], goal_s: float) -> float | None:
    """The share of all visitors who heard a human in time."""
    return fmean(v.answered and v.waited <= goal_s * 1000 for v in visitors) if visitors else None


def own_share(visitors: Iterable[Visitor], there: bool = False) -> float | None:
    """Of those who have a human of their own, the share whom that one answered; `there`: of those whose human was there."""
    theirs = [
        v.human == v.customer.advocate
        for v in visitors
        if v.customer and v.customer.advocate and v.answered and (v.own_there or not there)
    ]
    return fmean(theirs) if theirs else None


def coverage(visitors: Iterable[Visitor]) -> Coverage | None:
    """None: nothing was promised. Who gave up before a promise fell due biases nothing: see `routing.waits.settled`."""
    settled = [
        (known, v.waited <= v.said * 60_000)
        for v in visitors
        if v.promised_s is not None
        and v.said is not None
        and (known := waits.settled(v.promised_s, v.waited / 1000, v.answered, v.theta))
    ]
    weight = sum(known.weight for known, _ in settled)
    if not settled:
        return None
    return Coverage(
        promises=len(settled),
        calculated=sum(known.weight for known, _ in settled if known.kept) / weight,
        told=sum(known.weight for known, told in settled if told) / weight,
    )
