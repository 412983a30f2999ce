"""The line where WebSockets are blocked: a stream down, requests up, and the same promises.

Run beside PostgreSQL and Redis there are two processes, and a request reaches either: nothing sticks to one.
"""

import asyncio

import pytest

from server.wire import agent, insider, nouns, visitor
from server.wire.closing import Closing
from server.wire.codec import INSIDER_EVENTS, encode
from server.wire.limits import FRAME_FATAL
from tests.protocol.test_line import SITE, words
from tests.support.proxy import running_proxy
from tests.support.server import Server, sign_in
from tests.support.sockets import new_id
from tests.support.streams import Line, StreamAgent, StreamVisitor, post


def say(text: str, conversation: str | None = None, client_id: str | None = None) -> str:
    return encode(visitor.Say(id=client_id or new_id(), conversation=conversation, text=text))


@pytest.mark.both
async def test_a_word_goes_from_a_visitor_to_an_agent_and_back(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller, StreamAgent(server.url, SITE, sign_in(server)) as answerer:
        await answerer.hello()
        await answerer.available()
        await caller.hello()
        await caller.write("Is anybody there?")
        rung = await answerer.expect(agent.Rows, lambda r: any(row.state == "ringing" for row in r.rows))
        conversation = rung.rows[0].id
        await answerer.say(agent.Open(conversation=conversation, after=0))
        opened = await answerer.expect(agent.Opened)
        assert words(opened.entries) == ["Is anybody there?"]
        await answerer.reply(conversation, "I am.")
        heard = await caller.expect(
            visitor.Added, lambda a: isinstance(a.entry.body, nouns.Message) and a.entry.seq > 1
        )
        assert words((heard.entry,)) == ["I am."]


@pytest.mark.both
@pytest.mark.once
async def test_words_said_one_after_another_are_stored_in_that_order(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        await caller.write("First")
        said = [f"Word {number}" for number in range(20)]
        for text in said:
            await caller.say_raw(say(text, caller.conversation))
        last = await caller.write("Last")
    async with StreamVisitor(server.url, SITE) as again:
        again.token = caller.token
        welcome = await again.hello()
        assert welcome.conversation
        assert words(welcome.conversation.entries) == ["First", *said, "Last"]
        assert welcome.conversation.head == last.seq


@pytest.mark.both
@pytest.mark.once
async def test_a_stream_cut_at_any_byte_is_taken_up_where_it_stood(server: Server) -> None:
    async with running_proxy(server.port) as proxy:
        caller = StreamVisitor(server.url, SITE)
        caller.url = caller.url.replace(str(server.port), str(proxy.port))
        await caller.open()
        await caller.hello()
        await caller.write("First")
        cuts = [0, 1, 20, 100, 200, 333]
        for bytes_left in cuts:
            client_id, text = new_id(), f"Cut after {bytes_left}"
            proxy.answers_left = bytes_left
            saying = asyncio.create_task(
                caller.line.say(caller.line.number + 1, say(text, caller.conversation, client_id))
            )
            assert await caller.expect_close() == 1006
            await asyncio.gather(saying, return_exceptions=True)
            proxy.answers_left = None
            await caller.open()
            await caller.hello(cursor=1)
            first = await caller.write(text, client_id)
            second = await caller.write(text, client_id)
            assert first.seq == second.seq
        welcome = await caller.hello_anew()
        await caller.close()
    assert welcome.conversation
    assert words(welcome.conversation.entries) == ["First", *(f"Cut after {bytes_left}" for bytes_left in cuts)]
    assert [e.seq for e in welcome.conversation.entries] == list(range(1, len(cuts) + 2))


async def test_a_request_that_comes_twice_is_heard_once_and_one_too_early_not_at_all(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        await caller.write("First")
        line, number = caller.line, caller.line.number + 1
        assert await line.say(number + 1, say("Too early", caller.conversation)) == 409
        for _ in range(3):
            # Ids of their own each time: what holds them apart is the request's number alone.
            assert await line.say(number, say("Once", caller.conversation)) == 202
        line.number = number
        await caller.write("Last")
        welcome = await caller.hello_anew()
        assert welcome.conversation
        assert words(welcome.conversation.entries) == ["First", "Once", "Last"]


async def test_several_frames_in_one_request_are_heard_in_their_order(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        await caller.write("First")
        assert await caller.line.say(caller.line.number + 1, *(say(w, caller.conversation) for w in "abc")) == 202
        caller.line.number += 1
        await caller.write("Last")
        welcome = await caller.hello_anew()
        assert welcome.conversation
        assert words(welcome.conversation.entries) == ["First", "a", "b", "c", "Last"]


async def test_nobody_speaks_through_a_key_that_is_not_theirs(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        process, _, secret = caller.line.key.partition(".")
        assert len(secret) == 32
        for key in (f"{process}.{'A' * 32}", f"{process}.{secret[:-1]}", f"{process}.*", secret, "x", ""):
            assert await caller.line.say(1, say("Not me"), key=key) == 410
        over = caller.line.key
        welcome = await caller.hello_anew()
        assert await caller.line.say(9, say("Too late"), key=over) == 410
        assert welcome.conversation is None


async def test_only_our_own_pages_may_speak(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        strange = Line(caller.line.url, {"Origin": "https://elsewhere.example"})
        strange.key = caller.line.key
        assert await strange.say(caller.line.number + 1, say("Not me")) == 403
        nameless = Line(caller.line.url, {})
        nameless.key = caller.line.key
        assert await nameless.say(caller.line.number + 1, say("Not me")) == 403
    agent_ = StreamAgent(server.url, SITE, sign_in(server))
    agent_.headers["Origin"] = "https://elsewhere.example"
    async with agent_:
        await agent_.say(agent.Hello(site=SITE, cursors={}))
        assert (await agent_.expect(nouns.Refused)).code == "foreign_origin"
        assert await agent_.expect_close() == Closing.FOREIGN_ORIGIN
        assert [e for e in agent_.heard if isinstance(e, agent.Welcome)] == []


async def test_an_insider_comes_the_same_way(server: Server) -> None:
    line = Line(server.url + "/stream/v1/insider", {"Origin": server.url})
    await line.send(encode(insider.Hello(key="k" * 43, cursor=0)))
    (refused,) = [INSIDER_EVENTS.decode(event) async for event in line]
    assert isinstance(refused, nouns.Refused)
    assert (refused.code, line.close_code) == ("pass_ended", Closing.PASS_ENDED)


async def test_what_is_no_request_of_ours_is_answered_by_its_status(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        line, origin = caller.line, {"Origin": server.url}

        async def status(path: str, body: bytes, headers: dict[str, str]) -> int:
            found, _, writer = await post(server.url + path, origin | headers, body)
            writer.close()
            return found

        key = {"Stream-Key": line.key}
        assert await status("/stream/v1/visitor/say", b"x" * (FRAME_FATAL + 1), key | {"Stream-Number": "1"}) == 413
        assert await status("/stream/v1/visitor", b"x" * (FRAME_FATAL + 1), {}) == 413
        for number in ("", "0", "-1", "1.5", "x", "1" * 40, "\u00b2"):
            assert await status("/stream/v1/visitor/say", b"{}", key | {"Stream-Number": number}) == 400
        assert await status("/stream/v1/visitor/say", b"\xff", key | {"Stream-Number": "1"}) == 400
        await caller.write("Still here")


async def test_bad_input_is_refused_by_name_and_the_stream_stays_open(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        await caller.say_raw('{"type": "typing", "extra": 1}')
        assert (await caller.expect(nouns.Refused)).code == "unknown_field"
        await caller.say_raw("{" + " " * 20_000 + "}")
        assert (await caller.expect(nouns.Refused)).code == "frame_too_large"
        await caller.write("Still here")


async def test_a_stopping_server_tells_its_streams_to_move(server: Server) -> None:
    async with StreamVisitor(server.url, SITE) as caller:
        await caller.hello()
        stopping = asyncio.get_running_loop().run_in_executor(None, server.stop)
        assert (await caller.expect(nouns.Moving)).within_ms > 0
        assert await caller.expect_close() == Closing.MOVING
        await stopping


async def test_words_acknowledged_before_a_server_is_killed_are_there_afterwards(server: Server) -> None:
    caller = StreamVisitor(server.url, SITE)
    await caller.open()
    await caller.hello()
    said = [f"Word {number}" for number in range(5)]
    for text in said:
        await caller.write(text)
    server.kill()
    assert await caller.expect_close() == 1006
    server.start()
    await caller.open()
    welcome = await caller.hello()
    await caller.close()
    assert welcome.conversation
    assert words(welcome.conversation.entries) == said
