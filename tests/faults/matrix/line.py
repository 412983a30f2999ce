"""A client that goes on as the real ones do: an outbox, a watchdog, redialling with full jitter, cursors kept."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from server.wire.base import Frame
from server.wire.nouns import Failed, Moving, Refused
from tests.faults.matrix.record import Ended, Heard, Record, Said
from tests.support.sockets import Client

U = TypeVar("U")
DIAL_S = 10.0
"""How long a connection may take to stand."""
BEATS_OF_SILENCE = 2.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 15.0
TOO_FAST_S = 2.0
Ports = Callable[[], Sequence[int]]


class Line(Client[U]):
    """What visitors and agents have in common. `live` runs until it is cancelled."""

    record: Record
    name: str

    def enter(self, name: str, site: str, ports: Ports, record: Record) -> None:
        """Make for any of these ports; write everything down under this name."""
        self.name, self.record, self._ports = name, record, ports
        self.outbox: dict[str, tuple[Frame, float]] = {}
        """What is not acknowledged yet, and when it was put here."""
        self.due: list[Frame] = []
        """What goes out as soon as the line allows, and may be lost with it."""
        self.welcomed = asyncio.Event()
        self.bound_s = LONGEST_PAUSE_S
        """The longest pause before another try. Our pages have 15 s; a test in a hurry may have less."""
        self._beat_s, self._heard_at, self._move_at = 10.0, 0.0, float("inf")
        record.clients[name] = site
        record.told_of[name] = set()

    @property
    def now(self) -> float:
        """Seconds of the loop."""
        return asyncio.get_running_loop().time()

    # What a subclass knows

    def greeting(self) -> Frame:
        """Its hello: who, and how far its copies go."""
        raise NotImplementedError

    def show(self, event: Any) -> None:
        """An event that changes what stands on the screen."""
        raise NotImplementedError

    def heads(self, beat: Any) -> None:
        """A beat told how far everything is."""
        raise NotImplementedError

    # What it says and hears

    def post(self, command: Any, text: str) -> None:
        """Keep it until the server has it for good, and say it as soon as the line allows."""
        self.record.said[command.id] = Said(command.id, self.name, text, self.now)
        self.outbox[command.id] = (command, self.now)
        if self.welcomed.is_set():
            self.due.append(command)
        self._news.set()

    def hear(self, event: Any) -> None:
        self._heard_at = self.now
        if conversation := getattr(event, "conversation", None):
            self.record.told_of[self.name].add(conversation if isinstance(conversation, str) else conversation.id)
        match event:
            case Failed():
                self.record.failed += [event.about] if event.about else []
                asyncio.get_running_loop().call_later(event.retry_ms / 1000, self._say_again)
            case Refused(code="too_fast"):
                asyncio.get_running_loop().call_later(TOO_FAST_S, self._say_again)
            case Refused() if event.about in self.outbox:
                self.record.refused[str(event.about)] = event.code
                del self.outbox[str(event.about)]
            case Moving():
                self._move_at = self.now + random.random() * event.within_ms / 1000
            case _ if event.__struct_config__.tag == "acked":
                self.record.heard.append(Heard(event.id, self.name, event.conversation, event.seq, self.now))
                # Said again it may be taken, where it was refused: the last try may have been made in another's time.
                self.record.refused.pop(event.id, None)
                self.outbox.pop(event.id, None)
                self.show(event)
            case _ if event.__struct_config__.tag == "welcome":
                self._beat_s = event.limits.beat_ms / 1000
                self.show(event)
                self.welcomed.set()
                self._say_again()
            case _:
                self.show(event)

    def _say_again(self, age_s: float = 0.0) -> None:
        self.due += [command for command, at in self.outbox.values() if self.now - at >= age_s]
        self._news.set()

    # Its connection

    async def live(self) -> None:
        """Dial, stay as long as it stands, and dial again after a random pause."""
        tries = 0
        while True:
            self.welcomed.clear()
            moved = False
            try:
                await asyncio.wait_for(self._arrive(), DIAL_S)
                moved = await self._stay()
            except InvalidStatus as error:
                self.record.statuses.append(error.response.status_code)
            except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError, EOFError):
                pass
            tries = 0 if self.welcomed.is_set() else tries + 1
            await self.hang_up()
            if not moved:
                await asyncio.sleep(random.random() * min(self.bound_s, FIRST_PAUSE_S * 2**tries))

    async def hang_up(self) -> None:
        """Let go of the connection, without waiting for the other side."""
        socket, self._socket = self._socket, None
        if socket:
            if socket.close_code is not None:
                self.record.ended.append(Ended(self.name, socket.close_code, self.now))
            socket.transport.abort()
        if self._listening:
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _arrive(self) -> None:
        port = random.choice(list(self._ports()))
        self.url = f"ws://localhost:{port}/{self.url.split('/', 3)[3]}"
        await self.open()
        self.due, self._move_at, self._heard_at = [], float("inf"), self.now
        await self.say(self.greeting())

    async def _stay(self) -> bool:
        """Until the line is lost or silent. True if the server asked us to move, and this is the moment."""
        assert self._listening
        while not self._listening.done():
            silence_at = self._heard_at + BEATS_OF_SILENCE * self._beat_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(min(self._move_at, silence_at)):
                    await self._news.wait()
            self._news.clear()
            beats, self.beats = self.beats, []
            for beat in beats:
                self._heard_at = self.now
                self.heads(beat)
                self._say_again(self._beat_s)
            due, self.due = self.due, []
            for command in due:
                await self.say(command)
            if self.now >= self._move_at:
                return True
            if self.now - self._heard_at > BEATS_OF_SILENCE * self._beat_s:
                return False
        return False

    async def _listen(self, socket: ClientConnection) -> None:
        await super()._listen(socket)
        self._news.set()
