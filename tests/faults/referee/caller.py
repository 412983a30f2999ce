"""A scripted visitor: says what a panel says, and writes down what it is told."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from typing import Any

from server.wire import visitor
from server.wire.nouns import Failed, Refused
from tests.faults.referee.house import House, Team
from tests.faults.referee.insisting import Answer, Insisting
from tests.faults.referee.sightings import Sightings, Try, kind_of
from tests.support.sockets import Visitor, new_id


class Caller(Insisting[visitor.VisitorEvent], Visitor):
    """A visitor."""

    def __init__(self, house: House, team: Team, at: int, seen: Sightings) -> None:
        super().__init__(house.url, team.key)
        self.enter(house, at)
        self.seen = seen
        self.id = ""
        self.standing: visitor.Standing | None = None
        self.moved = asyncio.Event()

    def ports(self) -> list[int]:
        """A proxy sends a visitor to any process that listens."""
        ports = [p.port for p in self.house.processes]
        return random.sample(ports, len(ports))

    async def greet(self) -> None:
        await self.hello()

    def hear(self, event: Any) -> None:
        match event:
            case visitor.Welcome():
                self.id = event.visitor.id
                if event.conversation:
                    self._stands(event.conversation.standing)
                super().hear(event)
            case visitor.Stands():
                self._stands(event.standing)
            case visitor.Acked():
                self.answered(event.id, event)
            case Refused() | Failed():
                self.answered(event.about, event)

    def _stands(self, standing: visitor.Standing) -> None:
        self.standing = standing
        self.moved.set()

    async def until(self, true: Callable[[visitor.Standing], bool], within_s: float) -> bool:
        """Wait until it stands so; whether it came so."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while self.standing is None or not true(self.standing):
                    self.moved.clear()
                    await self.moved.wait()
        return self.standing is not None and true(self.standing)

    async def do(self, command: visitor.Say | visitor.Escalate) -> Answer:
        """Do it, and write down what came of it."""
        answer = await self.insist(command)
        code, seq = (answer.code, 0) if isinstance(answer, Refused) else ("acked", answer.seq)
        if not isinstance(answer, Refused):
            self.conversation = answer.conversation
            self.seen.logs.setdefault(answer.conversation, [])
        self.seen.tries.append(Try(self.id, kind_of(command), command.id, self.conversation, code, seq))
        return answer

    async def speak(self, text: str) -> Answer:
        """Say something."""
        return await self.do(visitor.Say(id=new_id(), conversation=self.conversation, text=text))

    async def ask_for_help(self) -> Answer:
        """Get me someone who can fix this."""
        return await self.do(visitor.Escalate(id=new_id()))
