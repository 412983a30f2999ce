"""The referee's workers take on all that becomes theirs, however it came to them."""

import asyncio
from typing import Any, cast

from server.wire import agent
from server.wire.nouns import Face
from tests.faults.referee.floor import Worker
from tests.faults.referee.human import Human

ME, GONE = "me", "gone"


class Desk:
    """A human whose desk says yes to everything, and who notes what they did."""

    id = ME

    def __init__(self) -> None:
        self.did: list[str] = []

    async def answer_ring(self, conversation: str, offer: int) -> None:
        self.did.append(f"answer {offer}")

    async def speak(self, conversation: str, text: str) -> None:
        self.did.append("speak")

    async def do(self, command: Any) -> None:
        pass

    async def put_down(self, conversation: str) -> None:
        self.did.append("put down")


class Row:
    """What a worker reads of a conversation in the lists."""

    id, state, offer = "conversation", "engaged", 6

    def __init__(self, owner: str, member: str | None) -> None:
        self.agent = owner
        face = Face(kind="agent", id=ME, name="Me")
        self.members = [Member(face, member)] if member else []


class Member:
    """Somebody beside the owner."""

    offer = 6

    def __init__(self, face: Face, state: str) -> None:
        self.face, self.state = face, state


async def test_who_came_in_to_help_goes_on_alone_when_the_owner_is_gone() -> None:
    desk = Desk()
    worker = Worker(cast("Human", desk))

    async def sees(row: Row) -> None:
        worker.look(cast("agent.Row", row))
        await asyncio.gather(*worker.tasks)

    await sees(Row(GONE, "asked"))
    assert desk.did == ["answer 6"]
    await sees(Row(GONE, "joined"))
    assert desk.did == ["answer 6"]
    await sees(Row(ME, None))
    await sees(Row(ME, None))
    assert desk.did == ["answer 6", "speak", "put down"]
