"""What came for one application comes out in order, whether it was there first or is waited for."""

import asyncio

import pytest

from server.cli.inbox import Inbox


async def test_messages_come_out_in_the_order_they_came_in() -> None:
    inbox = Inbox(asyncio.get_running_loop())
    taken: list[object] = []

    async def take() -> None:
        while len(taken) < 6:
            taken.append((await inbox.get())["n"])

    taking = asyncio.create_task(take())
    for n in range(3):
        inbox.put_nowait({"n": n})
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert taken == [0, 1, 2]
    assert inbox.empty()
    for n in range(3, 6):
        inbox.put_nowait({"n": n})
        assert not inbox.empty()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    await taking
    assert taken == list(range(6))


async def test_who_gives_up_waiting_takes_nothing_along() -> None:
    inbox = Inbox(asyncio.get_running_loop())
    waiting = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    waiting.cancel()
    inbox.put_nowait({"n": 1})
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await inbox.get() == {"n": 1}
