"""One WebSocket: accept, decode, hand each command on, and tell how it went.

A receive loop of our own: Channels' dispatch hops to the database's thread for every message. Bad
input becomes a `Refused` event and leaves the socket open; only abuse, silence and deafness end it.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, Generic, ParamSpec, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError

from server import log as logs
from server import metrics
from server.bus import AnyHint
from server.chat.batch import Outcome
from server.chat.errors import ChatError, Unavailable
from server.ids import new_id
from server.live.admission import Busy
from server.live.floods import BURST_S
from server.live.heart import heart
from server.live.limits import Bucket
from server.live.newcomer import Newcomer, Receive, Scope
from server.live.offload import offload
from server.live.speaker import Send
from server.wire.closing import Closing
from server.wire.codec import FrameError
from server.wire.limits import FRAME_FATAL

log = structlog.get_logger()
C = TypeVar("C")
P = ParamSpec("P")

CLEAN: Final = {1000, 1001}
"""Close codes of a tab that was closed or navigated: the peer said goodbye."""


class SocketFailed(Exception):
    """A connection ended by a failure of ours. What it was stands in the log."""


class Socket(Newcomer, Generic[C]):
    """What visitors' and agents' sockets have in common. A subclass says what a command does."""

    codec: ClassVar[Any]
    kind: ClassVar[str]
    """Whose it is, in logs and metrics."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self.session: tuple[str, str] | None = None
        """Session key and agent, for sockets whose right to be here can be taken back."""
        self.last_heard = self.hub.loop.time()
        self._commands = Bucket(settings.COMMANDS_PER_SECOND, settings.COMMANDS_PER_SECOND * BURST_S)
        self._kept: list[AnyHint] = []
        self._last_word: asyncio.Future[None] | None = None

    @classmethod
    async def app(cls, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application of one connection."""
        await cls(scope, receive, send).run()

    async def run(self) -> None:
        """From the handshake to the goodbye."""
        with logs.about(request=logs.request_id(self.header(b"x-request-id")), socket=new_id(), kind=self.kind):
            try:
                await self._run()
            except Exception:
                log.exception("socket_failed")
                # The server below logs what it is given, text and all: it gets none.
                raise SocketFailed from None

    async def _run(self) -> None:
        await self._receive()
        self.enter()
        try:
            await self._let_in()
        finally:
            self.leave()

    async def _let_in(self) -> None:
        self.speak_as_here()
        await self._send({"type": "websocket.accept"})
        open_now = metrics.SOCKETS.labels(self.kind)
        open_now.inc()
        heart.beat_for(self)
        clean = False
        try:
            self.await_hello()
            clean = await self._listen()
        finally:
            self.await_no_more()
            self.stop()
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

    async def note(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Write down what nobody asked for, if that can be: on a full disk whoever is known still comes in, and reads."""
        try:
            await offload(work, *args, **kwargs)
        except OperationalError as error:
            log.warning("not_noted", work=work.__name__, error=error)

    # What a subclass does

    def appended(self, client_id: str, outcome: Outcome) -> None:
        """Tell the peer how it went with their words."""
        raise NotImplementedError

    def may_speak(self, command: C) -> bool:  # noqa: ARG002  a subclass may look at it
        """Whether a command may come now."""
        return self._commands.take()

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
            message = await self.next_message()
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
        if not self.may_speak(command):
            return self.refuse("too_fast", "Too many commands at once: send this one again in a second.", about=about)
        try:
            await self.obey(command)
        except ChatError as error:
            self.refuse(error.code, error.message, about=about)
        except Busy as busy:
            self.put_off(busy)
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
