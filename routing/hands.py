"""What humans have in hand while they are simulated, and how far each of it is.

Who holds l conversations works on each at 1/(1 + β(l - 1)) of the pace for one alone.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Hands:
    left: dict[str, float] = field(default_factory=dict)
    """Milliseconds of work for one alone."""
    at: float = 0.0
    stamp: int = 0


class Hands:
    """Everybody's. `busy` counts the conversations."""

    def __init__(self, beta: float) -> None:
        self.beta = beta
        self.busy = 0
        self._of: dict[str, _Hands] = {}

    def take(self, conversation: str, human: str, work: float, now: int) -> None:
        """One more."""
        hands = self._worked(human, now)
        hands.left[conversation] = work
        self.busy += 1

    def drop(self, conversation: str, human: str, now: int) -> None:
        """One less, before it was done."""
        hands = self._worked(human, now)
        if hands.left.pop(conversation, None) is not None:
            self.busy -= 1

    def next(self, human: str) -> tuple[int, int] | None:
        """When the next will be done if nothing changes, and the stamp of what it was foreseen from."""
        hands = self._of.get(human)
        if hands is None or not hands.left:
            return None
        return round(hands.at + min(hands.left.values()) * self._slowed(hands)), hands.stamp

    def finished(self, human: str, stamp: int, now: int) -> str | None:
        """The one that is done now; None: things changed since that was foreseen."""
        if self._of[human].stamp != stamp:
            return None
        hands = self._worked(human, now)
        conversation = min(hands.left, key=hands.left.__getitem__)
        del hands.left[conversation]
        self.busy -= 1
        return conversation

    def _worked(self, human: str, now: int) -> _Hands:
        """Their hands after the time that has passed; whatever was foreseen of them is over."""
        hands = self._of.setdefault(human, _Hands(at=now))
        done = (now - hands.at) / self._slowed(hands)
        for conversation in hands.left:
            hands.left[conversation] -= done
        hands.at = now
        hands.stamp += 1
        return hands

    def _slowed(self, hands: _Hands) -> float:
        return 1 + self.beta * max(len(hands.left) - 1, 0)
