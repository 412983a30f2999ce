"""A socket until it is greeted: whether there is room for it, how long its hello is awaited, and when its turn comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final

from django.conf import settings

from server import bus, metrics
from server.live.admission import PATIENCE_S, Busy, admission, room
from server.live.floods import address_of, floods
from server.live.limits import Credit
from server.live.speaker import Send, Speaker
from server.wire.closing import Closing
from server.wire.limits import HELLO_MS

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

TOO_MANY: Final = "More people came at once than can be greeted. Connect again after a random pause; nothing is lost."


class Newcomer(Speaker):
    """The part of a socket that lets it in."""

    agent: ClassVar[bool] = True
    """Whether it is somebody's who answers: they come back before visitors do."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(send)
        self.scope = scope
        self.hub = bus.hub()
        self.address = address_of(scope)
        self._receive = receive
        self._greeted = False
        self._late: asyncio.TimerHandle | None = None
        self._ahead: asyncio.Task[dict[str, Any]] | None = None
        """What is received while a hello stands in line."""

    def enter(self) -> None:
        """It is open: counted with its address's others, until `leave`."""
        self.credit = Credit(floods.enter(self.address))

    def leave(self) -> None:
        """It is over."""
        self.credit.over()
        floods.leave(self.address)

    def await_hello(self) -> None:
        """Give the peer time for a hello, or tell them why they cannot stay."""
        self._begin_waiting()
        if self.header(b"origin") != settings.PUBLIC_URL:
            self.refuse("foreign_origin", Closing.FOREIGN_ORIGIN.explanation)
            self.close(Closing.FOREIGN_ORIGIN)
        elif not room():
            self.put_off(Busy("files"))
        elif floods.crowded(self.address):
            self.refuse("too_many_connections", Closing.CROWDED.explanation)
            self.close(Closing.CROWDED)

    def await_no_more(self) -> None:
        """No hello, and nothing else, is waited for any longer."""
        for soon in (self._late, self._ahead):
            if soon:
                soon.cancel()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Answer a hello in this block: when its turn has come. While it waits for us it is not late, and may be taken back."""
        began = self.hub.loop.time()
        if self._late:
            self._late.cancel()
            self._late = None
        place = admission().line_up(agent=self.agent)
        if not place.turn.done():
            self._ahead = asyncio.create_task(place.unless_gone(self._receive))
        async with place:
            yield
        if self._greeted:
            metrics.GREETED.observe(self.hub.loop.time() - began)
        else:
            self._begin_waiting()

    def put_off(self, busy: Busy) -> None:
        """They shall come again, within as long as a line lasts."""
        metrics.PUT_OFF.labels(busy.why).inc()
        self.fail(None, TOO_MANY, int(PATIENCE_S * 1000))
        self.close(Closing.UNAVAILABLE)

    async def next_message(self) -> dict[str, Any]:
        """What the server below received next."""
        ahead, self._ahead = self._ahead, None
        return await (ahead or self._receive())

    def header(self, name: bytes) -> str:
        """A header of the request that opened it, or nothing."""
        return next((v.decode("latin-1") for k, v in self.scope["headers"] if k == name), "")

    def _begin_waiting(self) -> None:
        self._late = self.hub.loop.call_later(HELLO_MS / 1000, self._hello_is_late)

    def _hello_is_late(self) -> None:
        self.refuse("hello_first", Closing.NO_HELLO.explanation)
        self.close(Closing.NO_HELLO)
