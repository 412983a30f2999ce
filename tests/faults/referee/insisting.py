"""What humans and visitors have in common: they say a thing until it is answered, and come back when they are cut off."""

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING, Any, TypeVar

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from server.wire import agent, visitor
from server.wire.nouns import Failed, Refused
from tests.faults.referee.house import House
from tests.support.sockets import Client

if TYPE_CHECKING:
    from server.live.at_the_desk import DeskCommand

    Spoken = agent.Reply | DeskCommand | visitor.Say | visitor.Escalate

U = TypeVar("U")
ANSWER_S = 60.0
"""How long people insist on an answer."""
Answer = agent.Acked | visitor.Acked | Refused


class NoAnswerError(AssertionError):
    """Somebody said something, again and again, and heard nothing."""


class Insisting(Client[U]):
    """A scripted client of a house."""

    house: House
    at: int
    """The process of the house that they came to."""
    twice = 0.0
    """How often everything is said twice: 1 is always."""
    waiting: "dict[str, asyncio.Future[Answer | Failed]]"
    gone: bool
    """Whether they have left the scene."""
    _returning: asyncio.Lock

    def enter(self, house: House, at: int) -> None:
        """Make for this process of the house."""
        self.house, self.at, self.waiting = house, at, {}
        self.gone = False
        self._returning = asyncio.Lock()
        self._make_for(house.processes[at].port)

    def ports(self) -> list[int]:
        """Where to try, in turn, when cut off."""
        raise NotImplementedError

    async def greet(self) -> None:
        """Say hello, and hear the welcome."""
        raise NotImplementedError

    def answered(self, about: str | None, answer: Answer | Failed) -> None:
        """An answer came."""
        waiting = self.waiting.get(about or "")
        if waiting and not waiting.done():
            waiting.set_result(answer)

    async def insist(self, command: "Spoken") -> Answer:
        """Say it until it is done or refused."""
        loop = asyncio.get_running_loop()
        end = loop.time() + ANSWER_S
        while loop.time() < end:
            answer = self.waiting[command.id] = loop.create_future()
            heard = None
            with contextlib.suppress(ConnectionClosed):
                # Not while they come back: what is said before the hello is not heard.
                async with self._returning:
                    line = self._listening
                    for _ in range(2 if random.random() < self.twice else 1):
                        await self.say(command)
                heard = await self._or_cut_off(line, answer, end - loop.time())
            if heard is None:
                await self.come_back()
            elif isinstance(heard, Failed):
                await asyncio.sleep(heard.retry_ms / 1000)
            else:
                return heard
        raise NoAnswerError(f"{command} was never answered")

    async def _or_cut_off(
        self, line: asyncio.Task[None] | None, answer: "asyncio.Future[Answer | Failed]", within_s: float
    ) -> Answer | Failed | None:
        assert line
        either: set[asyncio.Future[Any]] = {answer, line}
        done, _ = await asyncio.wait(either, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer in done else None

    async def arrive(self) -> None:
        """Come in for the first time; a server that has no time just now is asked again."""
        for _ in range(20):
            try:
                await self.open()
                await self.greet()
                return
            except (AssertionError, ConnectionClosed):
                await self.close()
        raise NoAnswerError(f"{self.url} welcomes nobody")

    async def keep_up(self) -> None:
        """As a page does: come back when cut off, and look whether anything was missed."""
        while not self.gone:
            await asyncio.sleep(0.5)
            if self.closed is not None and not self.gone:
                await self.come_back()
            with contextlib.suppress(ConnectionClosed):
                await self.look()

    async def look(self) -> None:
        """Whether anything was missed."""

    async def come_back(self) -> None:
        """Connect anew, to whichever process takes us; once, however many of their tasks were cut off."""
        async with self._returning:
            if self.closed is None:
                return
            for port in self.ports():
                self._make_for(port)
                try:
                    await asyncio.wait_for(self.open(), 5)
                    await self.greet()
                    return
                except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError, AssertionError):
                    await self.close()
        await asyncio.sleep(0.2)

    def _make_for(self, port: int) -> None:
        self.url = f"ws://localhost:{port}/{self.url.split('/', 3)[3]}"
