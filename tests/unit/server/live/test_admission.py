"""Who is greeted next: few at a time, agents first, each in the order of their coming; and nobody waits for ever, or in vain."""

import asyncio
import os
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from server.live import admission as admission_module
from server.live import socket as socket_module
from server.live.admission import AT_ONCE, RESERVE, Admission, Busy, Place, room
from server.live.visitor import VisitorSocket
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.nouns import Failed
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.live.talk import Talk, hello, open_agent, open_visitor, visiting

Line = Callable[..., Admission]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """Makes the line of the test's loop: one at a time, unless it says otherwise."""

    def make(at_once: int = 1, longest: int = 100, patience_s: float = 60) -> Admission:
        made = Admission(asyncio.get_running_loop(), at_once, longest, patience_s)
        monkeypatch.setattr(admission_module, "_admission", made)
        return made

    return make


async def stand(place: Place, name: str, greeted: list[str], until: asyncio.Event | None = None) -> None:
    async with place:
        greeted.append(name)
        if until:
            await until.wait()


# The line by itself


async def test_so_many_at_a_time_and_the_next_when_one_is_done(line: Line) -> None:
    made, greeted = line(at_once=2), list[str]()
    done = [asyncio.Event() for _ in range(5)]
    tasks = [asyncio.create_task(stand(made.line_up(agent=False), str(n), greeted, done[n])) for n in range(5)]
    await asyncio.sleep(0)
    assert (greeted, made.waiting) == (["0", "1"], 3)
    done[1].set()
    await soon(lambda: greeted == ["0", "1", "2"])
    assert made.waiting == 2
    for event in done:
        event.set()
    await asyncio.gather(*tasks)
    assert (greeted, made.waiting) == (["0", "1", "2", "3", "4"], 0)


async def test_agents_come_before_visitors_and_each_in_their_order(line: Line) -> None:
    made, greeted = line(), list[str]()
    first = made.line_up(agent=False)
    who = ["visitor 1", "visitor 2", "agent 1", "visitor 3", "agent 2"]
    places = [(made.line_up(agent=name.startswith("agent")), name) for name in who]
    tasks = [asyncio.create_task(stand(place, name, greeted)) for place, name in places]
    await stand(first, "first", greeted)
    await asyncio.gather(*tasks)
    assert greeted == ["first", "agent 1", "agent 2", "visitor 1", "visitor 2", "visitor 3"]


async def test_a_line_that_is_too_long_takes_nobody_and_one_that_has_moved_does(line: Line) -> None:
    made, greeted = line(longest=1), list[str]()
    first, second, third = (made.line_up(agent=False) for _ in range(3))
    with pytest.raises(Busy) as busy:
        await stand(third, "third", greeted)
    assert busy.value.why == "line"
    await stand(first, "first", greeted)
    fourth = made.line_up(agent=False)
    await stand(second, "second", greeted)
    await stand(fourth, "fourth", greeted)
    assert greeted == ["first", "second", "fourth"]


async def test_nobody_waits_longer_than_their_patience(line: Line) -> None:
    made, greeted = line(patience_s=0.05), list[str]()
    first, second = made.line_up(agent=False), made.line_up(agent=False)
    async with first:
        with pytest.raises(Busy) as busy:
            await stand(second, "second", greeted)
    assert (busy.value.why, made.waiting) == ("patience", 0)
    await stand(made.line_up(agent=False), "third", greeted)
    assert greeted == ["third"]


async def test_who_is_cancelled_while_they_wait_leaves_the_line_to_the_others(line: Line) -> None:
    made, greeted = line(), list[str]()
    first = made.line_up(agent=False)
    tasks = [asyncio.create_task(stand(made.line_up(agent=False), name, greeted)) for name in ("second", "third")]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await soon(lambda: made.waiting == 1)
    await stand(first, "first", greeted)
    await tasks[1]
    assert greeted == ["first", "third"]


async def test_a_turn_that_comes_in_the_moment_of_being_cancelled_is_given_on(line: Line) -> None:
    made, greeted = line(), list[str]()
    first = made.line_up(agent=False)
    tasks = [asyncio.create_task(stand(made.line_up(agent=False), name, greeted)) for name in ("second", "third")]
    await asyncio.sleep(0)
    await stand(first, "first", greeted)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert greeted == ["first", "third"]
    await stand(made.line_up(agent=False), "fourth", greeted)
    assert greeted[-1] == "fourth"


def test_the_last_files_are_not_for_sockets() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + RESERVE, before[1]))
        assert not room()
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + RESERVE + 1, before[1]))
        assert room()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


# Sockets in line


class Slow:
    """Visitors' hellos that take as long as the test likes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = asyncio.Event()
        self.began = 0
        real: Any = VisitorSocket._hello

        async def answer(socket: VisitorSocket, said: visitor.Hello) -> None:
            self.began += 1
            await self.go.wait()
            await real(socket, said)

        monkeypatch.setattr(VisitorSocket, "_hello", answer)


@pytest.fixture
async def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


@pytest.fixture
async def herd(site: Site) -> AsyncIterator[Callable[[int], Any]]:
    """Sockets of visitors who have said hello."""
    async with AsyncExitStack() as stack:

        async def come(number: int) -> list[Talk]:
            talks = [await stack.enter_async_context(open_visitor()) for _ in range(number)]
            for talk in talks:
                talk.say(hello(site.key))
            return talks

        yield come


@pytest.mark.both
async def test_words_of_those_who_are_here_do_not_wait_behind_a_herd(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch, herd: Callable[[int], Any]
) -> None:
    async with visiting(site.key) as (v, _):
        v.say(visitor.Say(id="client-id-1", conversation=None, text="Hello?"))
        conversation = (await v.expect(visitor.Acked)).conversation
        slow = Slow(monkeypatch)
        talks = await herd(AT_ONCE + 10)
        await soon(lambda: slow.began == AT_ONCE)
        v.say(visitor.Say(id="client-id-2", conversation=conversation, text="Still here?"))
        await v.expect(visitor.Acked, lambda e: e.id == "client-id-2")
        v.say(visitor.Fetch(conversation=conversation, after=0))
        await v.expect(visitor.Fetched)
        assert slow.began == AT_ONCE
        slow.go.set()
        for talk in talks:
            await talk.expect(visitor.Welcome)


@pytest.mark.both
async def test_an_agent_who_comes_last_is_greeted_next(
    site: Site, ana: Staff, line: Line, slow: Slow, herd: Callable[[int], Any]
) -> None:
    made = line()
    talks = await herd(3)
    await soon(lambda: slow.began == 1 and made.waiting == 2)
    async with open_agent(ana.session) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        await soon(lambda: made.waiting == 3)
        slow.go.set()
        await a.expect(agent.Welcome)
        for talk in talks:
            await talk.expect(visitor.Welcome)


async def test_a_hello_in_line_is_not_late_and_what_follows_it_is_heard_after_it(
    site: Site, line: Line, slow: Slow, monkeypatch: pytest.MonkeyPatch, herd: Callable[[int], Any]
) -> None:
    monkeypatch.setattr(socket_module, "HELLO_MS", 100)
    made = line()
    first, second = await herd(2)
    second.say(visitor.Say(id="client-id-1", conversation=None, text="Hello?"))
    await soon(lambda: slow.began == 1 and made.waiting == 1)
    await second.heard_nothing_of(Failed, for_s=0.3)
    assert (first.closed, second.closed) == (None, None)
    slow.go.set()
    await second.expect(visitor.Welcome)
    await second.expect(visitor.Acked)


async def test_who_never_says_a_good_hello_is_closed_even_so(
    site: Site, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "HELLO_MS", 200)
    line()
    async with open_visitor() as v:
        v.say(hello("no-such-site"))
        assert await v.expect_close() == Closing.NO_HELLO


async def test_who_waited_in_vain_is_told_to_come_again(
    site: Site, line: Line, slow: Slow, herd: Callable[[int], Any]
) -> None:
    line(patience_s=0.1)
    first, second = await herd(2)
    told = await second.expect(Failed)
    assert (told.code, told.about) == ("unavailable", None)
    assert told.retry_ms >= 10_000
    assert await second.expect_close() == Closing.UNAVAILABLE
    slow.go.set()
    await first.expect(visitor.Welcome)


async def test_who_hangs_up_in_line_is_not_answered(
    site: Site, line: Line, slow: Slow, herd: Callable[[int], Any]
) -> None:
    made = line()
    first, second, third = await herd(3)
    await soon(lambda: slow.began == 1 and made.waiting == 2)
    second.hang_up()
    await asyncio.wait_for(second.over.wait(), 5)
    assert made.waiting == 1
    slow.go.set()
    await first.expect(visitor.Welcome)
    await third.expect(visitor.Welcome)
    assert slow.began == 2


async def test_where_no_files_are_left_a_newcomer_is_told_in_plain_words(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "room", lambda: False)
    async with open_visitor() as v:
        assert "Connect again" in (await v.expect(Failed)).message
        assert await v.expect_close() == Closing.UNAVAILABLE
