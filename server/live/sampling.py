"""What nobody passes by and yet is worth knowing: looked at each second, in the event loop."""

import asyncio
from typing import Final, NoReturn

from server import metrics
from server.chat.writer import writer
from server.live.admission import admission

EVERY_S: Final = 1.0


async def sample() -> NoReturn:
    """For as long as the loop runs. A loop that is late is busy, or held up by something that should be in a thread."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY_S
        await asyncio.sleep(EVERY_S)
        metrics.LOOP_LAG.set(max(0.0, loop.time() - due))
        metrics.WRITER_QUEUE.set(writer.waiting)
        metrics.HELLOS_WAITING.set(admission().waiting)
