"""What routing can decide. Each decision carries its reason and the numbers behind it."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["first_in_line", "was_theirs"]


@dataclass(frozen=True, slots=True)
class Connect:
    """Put the conversation before a human, who is its owner at once."""

    conversation: str
    human: str
    because: Reason
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Rescue:
    """Take the conversation back to the head of the line: its human is gone."""

    conversation: str
    human: str
    picked_up: bool


Decision = Connect | Rescue
