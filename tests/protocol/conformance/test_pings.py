"""A peer that pings and reads no answer: RFC 6455, 5.5.3 lets the server answer less often than it is asked."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.protocol.conformance.raw import PING, Line, frame, request

ASKED: Final = 12 * 1024 * 1024
"""Bytes of pings: three times what the kernel keeps of the answers."""
KEPT: Final = 6 * 1024 * 1024
"""Bytes that may wait for whoever reads late: the kernel's, and a little of ours."""
QUIET_S: Final = 1.0
"""After so long without a byte all has come."""
READ_WITHIN_S: Final = 30.0
"""By then the server has looked at each ping, on a busy machine."""


def unread_by(port: int, peer: int) -> int:
    """Bytes from this peer that the kernel keeps for the server on that port. Pings that wait there would be answered later."""
    ends = (f":{port:04X}", f":{peer:04X}")
    for line in Path("/proc/net/tcp").read_text().splitlines():
        _, here, there, _, queues, *_ = line.split()
        if here.endswith(ends[0]) and there.endswith(ends[1]):
            return int(queues.split(":")[1], 16)
    raise LookupError("No such connection.")


async def test_answers_that_nobody_reads_are_not_kept(standing: tuple[str, int]) -> None:
    _, port = standing
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=deaf, limit=4096)
    line = Line(reader, writer)
    try:
        assert await line.shake_hands(request(port)) == 101
        pings = frame(PING, b"x" * 125) * 1_000
        for _ in range(ASKED // len(pings)):
            await line.send(pings)
        async with asyncio.timeout(READ_WITHIN_S):
            while unread_by(port, deaf.getsockname()[1]):
                await asyncio.sleep(0.1)
        answered = 0
        with suppress(TimeoutError):
            while True:
                answered += len(await asyncio.wait_for(reader.read(1 << 16), QUIET_S))
        assert answered < KEPT
        await line.send(frame(PING, b"still there?"))
        assert await line.hear() == "pong b'still there?'"
    finally:
        line.hang_up()
