"""A proxy before Redis that loses and repeats what subscribers are sent, and lets everything else pass as it is.

Of RESP, 2 and 3, it knows where a frame ends and which one is a message.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from tests.support.proxy import Proxy

Temper = Callable[[], Sequence[float]]
"""What becomes of the next message: after how many seconds each copy of it goes on. Where there is none, it is lost."""
FAITHFUL: Final = (0.0,)
_LINES: Final = b"+-:_#,("
_BULKS: Final = b"$!="
_ITEMS: Final = {b"*": (1, 0), b"~": (1, 0), b">": (1, 0), b"%": (2, 0), b"|": (2, 1)}
"""How many items there are for each that is counted, and how many besides: after attributes comes what they are of."""
_MESSAGE: Final = re.compile(rb"[*>]\d+\r\n\$\d+\r\n[ps]?message\r\n")


def frame_end(data: bytes, at: int = 0) -> int | None:
    """Where the frame ends that begins there; None while it is not all there. ValueError: this is no RESP."""
    line = data.find(b"\r\n", at)
    if line < 0:
        return None
    kind, end = data[at : at + 1], line + 2
    if kind in _LINES:
        return end
    if kind not in _BULKS and kind not in _ITEMS:
        raise ValueError(f"No frame begins with {kind!r}.")
    count = int(data[at + 1 : line])
    if kind in _BULKS:
        end += count + 2 if count >= 0 else 0
        return end if end <= len(data) else None
    each, besides = _ITEMS[kind]
    for _ in range(count * each + besides):
        found = frame_end(data, end)
        if found is None:
            return None
        end = found
    return end


def is_message(frame: bytes) -> bool:
    """Whether a subscriber is told something by it. In RESP2 an answer of the same words looks the same; we have none."""
    return _MESSAGE.match(frame) is not None


class RedisProxy(Proxy):
    """Stands between the server's processes and Redis."""

    def __init__(self, target: int, temper: Temper) -> None:
        super().__init__(target)
        self.temper = temper
        self.disturbed = 0
        """How many messages so far did not go on at once and once."""

    @property
    def url(self) -> str:
        """What REDIS_URL is set to."""
        return f"redis://{self.host}:{self.port}/0"

    def _back(self, writer: asyncio.StreamWriter) -> Callable[[bytes], None]:
        begun = b""

        def back(chunk: bytes) -> None:
            nonlocal begun
            data, at = begun + chunk, 0
            while (end := frame_end(data, at)) is not None:
                self._pass(data[at:end], writer)
                at = end
            begun = data[at:]

        return back

    def _pass(self, frame: bytes, writer: asyncio.StreamWriter) -> None:
        if not is_message(frame):
            return writer.write(frame)
        after = self.temper()
        self.disturbed += tuple(after) != FAITHFUL
        for delay_s in after:
            if delay_s:
                asyncio.get_running_loop().call_later(delay_s, _late, frame, writer)
            else:
                writer.write(frame)
        return None


def _late(frame: bytes, writer: asyncio.StreamWriter) -> None:
    if not writer.is_closing():
        writer.write(frame)


@asynccontextmanager
async def running_redis_proxy(target: int, temper: Temper) -> AsyncIterator[RedisProxy]:
    """A proxy to the Redis on port `target` for the time of the block."""
    proxy = RedisProxy(target, temper)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
