"""The engine: rescue the stranded, then serve the line until it is empty or no human is free.

Laws: deciding again on the result yields nothing; nobody waits while an available human has a free slot.
"""

from collections.abc import Iterator

from routing import policy
from routing.decisions import Connect, Decision, Rescue
from routing.model import Desk


def decide(desk: Desk) -> Iterator[Decision]:
    """Every decision that is due, each applied to the desk before the next is thought of."""
    while stranded := desk.stranded():
        rescue = Rescue(stranded.id, stranded.human, stranded.picked_up)
        desk.apply(rescue)
        yield rescue
    while waiting := desk.first_in_line():
        human = policy.choose(desk, waiting)
        if human is None:
            return
        connect = Connect(
            conversation=waiting.id,
            human=human.id,
            because="was_theirs" if human.id == waiting.known else "first_in_line",
            numbers={"free": human.free, "capacity": human.capacity, "entered": waiting.entered},
        )
        desk.apply(connect)
        yield connect
