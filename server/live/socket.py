"""One WebSocket: accept, decode, hand each command on, and tell how it went.

A receive loop of our own: Channels' dispatch hops to the database's thread for every message. Bad
input becomes a `Refused` event and leaves the socket open; only abuse, silence and deafness end it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final, Generic, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError

from server import bus, metrics
from server import log as logs
from server.bus import AnyHint
from server.chat.batch import Outcome
from server.chat.errors import ChatError, Unavailable
from server.ids import new_id
from server.live.admission import PATIENCE_S, Busy, admission, room
from server.live.heart import heart
from server.live.limits import Bucket
from server.live.speaker import Send, Speaker
from server.wire.closing import Closing
from server.wire.codec import FrameError
from server.wire.limits import FRAME_FATAL, HELLO_MS

log = structlog.get_logger()
C = TypeVar("C")
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

TOO_MANY: Final = "More people came at once than can be greeted. Connect again after a random pause; nothing is lost."
CLEAN: Final = {1000, 1001}
"""Close codes of a tab that was closed or navigated: the peer said goodbye."""


class SocketFailed(Exception):
    """A connection ended by a failure of ours. What it was stands in the log."""


class Socket(Speaker, Generic[C]):
    """What visitors' and agents' sockets have in common. A subclass says what a command does."""

    codec: ClassVar[Any]
    kind: ClassVar[str]
    """Whose it is, in logs and metrics."""
    agent: ClassVar[bool] = True
    """Whether it is somebody's who answers: they come back before visitors do."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(send)
        self.scope = scope
        self.hub = bus.hub()
        self.session: tuple[str, str] | None = None
        """Session key and agent, for sockets whose right to be here can be taken back."""
        self.last_heard = self.hub.loop.time()
        self._receive = receive
        self._commands = Bucket(settings.COMMANDS_PER_SECOND, settings.COMMANDS_PER_SECOND * 3)
        self._kept: list[AnyHint] = []
        self._greeted = False
        self._late: asyncio.TimerHandle | None = None
        self._ahead: asyncio.Task[dict[str, Any]] | None = None
        """What is received while a hello stands in line."""
        self._last_word: asyncio.Future[None] | None = None

    @classmethod
    async def app(cls, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application of one connection."""
        await cls(scope, receive, send).run()

    async def run(self) -> None:
        """From the handshake to the goodbye."""
        with logs.about(request=logs.request_id(self._header(b"x-request-id")), socket=new_id(), kind=self.kind):
            try:
                await self._run()
            except Exception:
                log.exception("socket_failed")
                # The server below logs what it is given, text and all: it gets none.
                raise SocketFailed from None

    async def _run(self) -> None:
        await self._receive()
        await self._send({"type": "websocket.accept"})
        open_now = metrics.SOCKETS.labels(self.kind)
        open_now.inc()
        heart.beat_for(self)
        pump = asyncio.create_task(self.pump())
        self._await_hello()
        clean = False
        try:
            if self._header(b"origin") != settings.PUBLIC_URL:
                self.refuse("foreign_origin", Closing.FOREIGN_ORIGIN.explanation)
                self.close(Closing.FOREIGN_ORIGIN)
            elif not room():
                self._put_off(Busy("files"))
            clean = await self._listen()
        finally:
            for soon in (self._late, self._ahead, pump):
                if soon:
                    soon.cancel()
            heart.forget(self)
            open_now.dec()
            metrics.CLOSED.labels(self.closing.name.lower() if self.closing else "peer").inc()
            await self.gone(clean)

    def words(self, client_id: str) -> Callable[[Outcome], None]:
        """What tells the peer how it went with words of theirs."""
        answered = self._last_word = self.hub.loop.create_future()

        def tell(outcome: Outcome) -> None:
            self.appended(client_id, outcome)
            if not answered.done():
                answered.set_result(None)

        return tell

    async def after_words(self) -> None:
        """Wait until all words said before are stored or refused: what ends a conversation must not overtake them."""
        if self._last_word:
            await self._last_word

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
            self._await_hello()

    # What a subclass does

    def appended(self, client_id: str, outcome: Outcome) -> None:
        """Tell the peer how it went with their words."""
        raise NotImplementedError

    async def obey(self, command: C) -> None:
        """Do what a command says."""
        raise NotImplementedError

    def tell(self, hint: AnyHint) -> None:
        """Pass on a hint that concerns this socket."""
        raise NotImplementedError

    async def gone(self, clean: bool) -> None:
        """The connection is over; `clean`: the peer said goodbye."""
        raise NotImplementedError

    @property
    def about(self) -> Any:
        """What `round` needs to know of this socket."""
        raise NotImplementedError

    @staticmethod
    def round(abouts: Sequence[Any]) -> Any:
        """One beat's work in the database for all sockets of this kind that answered; in a thread."""
        raise NotImplementedError

    def beat_with(self, told: Any) -> None:
        """Send a beat with what the round found."""
        raise NotImplementedError

    # What comes in

    def hear(self, hint: AnyHint) -> None:
        """A hint: kept until the hello is answered, so that nothing falls between snapshot and subscription."""
        if self.ready:
            self.tell(hint)
        else:
            self._kept.append(hint)

    def begin(self) -> None:
        """The hello is answered: what came meanwhile follows it."""
        self.ready = self._greeted = True
        kept, self._kept = self._kept, []
        for hint in kept:
            self.tell(hint)

    async def _listen(self) -> bool:
        while True:
            message = await (self._ahead or self._receive())
            self._ahead = None
            if message["type"] == "websocket.disconnect":
                return message.get("code") in CLEAN
            if self.closing is None:
                self.last_heard = self.hub.loop.time()
                await self._hear_frame(message.get("text"))

    async def _hear_frame(self, raw: str | None) -> None:
        if raw is None:
            return self.refuse("not_text", "Frames are text, not bytes: send JSON.")
        if (len(raw) if raw.isascii() else len(raw.encode(errors="surrogatepass"))) > FRAME_FATAL:
            self.refuse("frame_too_large", Closing.FRAME_TOO_LARGE.explanation)
            return self.close(Closing.FRAME_TOO_LARGE)
        try:
            command = self.codec.decode(raw)
        except FrameError as error:
            return self.refuse(error.code, error.message, error.field)
        about = getattr(command, "id", None)
        if not self._commands.take():
            return self.refuse("too_fast", "Too many commands at once: send this one again in a second.", about=about)
        try:
            await self.obey(command)
        except ChatError as error:
            self.refuse(error.code, error.message, about=about)
        except Busy as busy:
            self._put_off(busy)
        except Exception as error:
            expected = isinstance(error, DatabaseError | Unavailable)
            within = getattr(command, "conversation", None)
            (log.warning if expected else log.error)(
                "command_failed",
                command=type(command).__name__,
                conversation=within,
                exc_info=True,
            )
            self.fail(about)
            if self._last_word and not self._last_word.done():
                self._last_word.set_result(None)  # perhaps these very words, which the writer never saw
            if not self.ready:
                # Without its welcome a client can do nothing here; another try may do better.
                self.close(Closing.UNAVAILABLE)
        return None

    def _await_hello(self) -> None:
        self._late = self.hub.loop.call_later(HELLO_MS / 1000, self._hello_is_late)

    def _hello_is_late(self) -> None:
        self.refuse("hello_first", Closing.NO_HELLO.explanation)
        self.close(Closing.NO_HELLO)

    def _put_off(self, busy: Busy) -> None:
        """They shall come again, within as long as a line lasts."""
        metrics.PUT_OFF.labels(busy.why).inc()
        self.fail(None, TOO_MANY, int(PATIENCE_S * 1000))
        self.close(Closing.UNAVAILABLE)

    def _header(self, name: bytes) -> str:
        return next((v.decode("latin-1") for k, v in self.scope["headers"] if k == name), "")
