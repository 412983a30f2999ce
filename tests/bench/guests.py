"""Who connects and then only listens: a raw connection, and visitors, with and without a conversation."""

import asyncio
import json
from typing import Final, Self

import msgspec

from tests.bench.bare import Bare
from tests.bench.common import hello

WORD: Final = b'{"type":"say","id":"client-id-1","conversation":null,"text":"Hello"}'


class Guest(Bare):
    """Says `greeting` once connected. A subclass sets `welcome` when it has heard what it came for."""

    def __init__(self, port: int, greeting: bytes) -> None:
        super().__init__(port)
        self._greeting = greeting
        self.welcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.beats = 0

    @classmethod
    def of(cls, port: int, site: str) -> Self:
        """A newcomer."""
        return cls(port, json.dumps(hello(site)).encode())

    def back(self) -> Self:
        """The same one, come again: their page was loaded anew."""
        return type(self)(self._port, self._greeting)

    async def come(self) -> None:
        """Connect, and wait for the welcome."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._port)
        await self.welcome

    def go(self) -> None:
        """Say nothing, and be gone."""
        if self.transport:
            self.transport.abort()

    def upgraded(self) -> None:
        """Greet."""
        self.transmit(self._greeting)

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever is not welcome yet, will not be."""
        super().connection_lost(error)
        if not self.welcome.done():
            self.welcome.set_exception(ConnectionError("The server hung up."))


class Echoed(Guest):
    """Is done when its frame is back."""

    def hear(self, text: bytes) -> None:
        """The frame is back."""
        self.welcome.set_result(None)


class Idle(Guest):
    """A visitor who is done when they are greeted, and then only answers beats."""

    path = "/ws/v1/visitor"

    def __init__(self, port: int, greeting: bytes) -> None:
        super().__init__(port, greeting)
        self._token: str | None = None

    def back(self) -> Self:
        """The same one, with the token that they were given."""
        return type(self)(self._port, json.dumps(json.loads(self._greeting) | {"token": self._token}).encode())

    def hear(self, text: bytes) -> None:
        """Events, one a line."""
        for line in text.split(b"\n"):
            event = msgspec.json.decode(line)
            match event["type"]:
                case "welcome":
                    self._token = event["token"] or self._token
                    self.greeted(talking=event["conversation"] is not None)
                case "acked":
                    self.welcome.set_result(None)
                case "beat":
                    self.beats += 1
                    self.transmit(b'{"type":"beat","n":%d}' % event["n"])
                case "refused" | "failed":
                    raise AssertionError(event)

    def greeted(self, *, talking: bool) -> None:
        """The welcome is there; `talking`: it told of a conversation."""
        self.welcome.set_result(None)


class Waiting(Idle):
    """A visitor who, the first time, also says a word, and is done when that is acknowledged."""

    def greeted(self, *, talking: bool) -> None:
        """The welcome is there."""
        if talking:
            super().greeted(talking=talking)
        else:
            self.transmit(WORD)
