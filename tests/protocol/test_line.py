"""The wire over a real network, between scripted clients and a real server, through a line that misbehaves."""

import asyncio

import pytest

from server.wire import agent, nouns, visitor
from server.wire.closing import Closing
from server.wire.limits import TEXT_MAX
from tests.support.proxy import running_proxy
from tests.support.server import Server, sign_in
from tests.support.sockets import Agent, Visitor, new_id

SITE = "fernhill"


def words(entries: tuple[nouns.PublicEntry, ...] | tuple[nouns.TeamEntry, ...]) -> list[str]:
    return [entry.body.text for entry in entries if isinstance(entry.body, nouns.Message)]


@pytest.mark.both
async def test_a_word_goes_from_a_visitor_to_an_agent_and_back(server: Server) -> None:
    async with Visitor(server.url, SITE) as caller, Agent(server.url, SITE, sign_in(server)) as answerer:
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
async def test_a_line_cut_just_before_the_acknowledgement_stores_the_word_once(server: Server) -> None:
    async with running_proxy(server.port) as proxy:
        caller = Visitor(server.url, SITE)
        caller.url = caller.url.replace(str(server.port), str(proxy.port))
        await caller.open()
        await caller.hello()
        await caller.write("First")
        for number in range(5):
            client_id, text = new_id(), f"Cut {number}"
            proxy.answers_left = number
            await caller.say(visitor.Say(id=client_id, conversation=caller.conversation, text=text))
            await caller.expect_close()
            proxy.answers_left = None
            await caller.open()
            await caller.hello()
            first = await caller.write(text, client_id)
            second = await caller.write(text, client_id)
            assert first.seq == second.seq
        welcome = await caller.hello_anew()
        await caller.close()
    assert welcome.conversation
    assert words(welcome.conversation.entries) == ["First", *(f"Cut {number}" for number in range(5))]


@pytest.mark.both
async def test_whoever_was_away_gets_exactly_what_they_missed(server: Server) -> None:
    async with Visitor(server.url, SITE) as here, Visitor(server.url, SITE) as away:
        await here.hello()
        away.token = here.token
        await here.write("Before")
        away.conversation = here.conversation
        welcome = await away.hello(cursor=0)
        assert welcome.conversation
        held = welcome.conversation.head
        away.drop()
        for number in range(10):
            await here.write(f"Missed {number}")
        await away.open()
        welcome = await away.hello(cursor=held)
        assert welcome.conversation
        assert words(welcome.conversation.entries) == [f"Missed {number}" for number in range(10)]
        assert [entry.seq for entry in welcome.conversation.entries] == list(range(held + 1, held + 11))


async def test_a_conversation_of_long_messages_in_any_script_opens_for_both(server: Server) -> None:
    longest = "\U0001f9f5" * TEXT_MAX
    async with Visitor(server.url, SITE) as caller, Agent(server.url, SITE, sign_in(server)) as answerer:
        await answerer.hello()
        await caller.hello()
        for _ in range(30):
            await caller.write(longest)
            caller.heard.clear()
        assert caller.conversation
        await answerer.say(agent.Open(conversation=caller.conversation, after=0))
        opened = await answerer.expect(agent.Opened)
        assert words(opened.entries)[-1] == longest
        welcome = await caller.hello_anew()
        assert welcome.conversation
        assert words(welcome.conversation.entries)[-1] == longest


@pytest.mark.both
async def test_a_killed_server_has_kept_every_word_that_it_acknowledged(server: Server) -> None:
    caller = Visitor(server.url, SITE)
    await caller.open()
    await caller.hello()
    await caller.write("Before")
    acknowledged = ["Before"]

    async def talk() -> None:
        for number in range(10_000):
            await caller.write(f"Word {number}")
            acknowledged.append(f"Word {number}")
            await asyncio.sleep(0.03)

    talking = asyncio.create_task(talk())
    await asyncio.sleep(1)
    server.kill()
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)
    server.start()
    await caller.open()
    welcome = await caller.hello()
    assert welcome.conversation
    stored = words(welcome.conversation.entries)
    assert len(acknowledged) > 5
    assert stored[: len(acknowledged)] == acknowledged
    assert len(stored) <= len(acknowledged) + 1
    assert [e.seq for e in welcome.conversation.entries] == list(range(1, len(welcome.conversation.entries) + 1))
    await caller.close()


@pytest.mark.both
@pytest.mark.once
async def test_a_stopping_server_tells_its_sockets_to_move(server: Server) -> None:
    async with Visitor(server.url, SITE) as caller:
        await caller.hello()
        stopping = asyncio.get_running_loop().run_in_executor(None, server.stop)
        moving = await caller.expect(nouns.Moving)
        assert moving.within_ms > 0
        assert await caller.expect_close() == Closing.MOVING
        await stopping
    assert server.process
    assert server.process.returncode == 0
    assert "Traceback" not in server.log


async def test_bad_input_is_refused_by_name_and_the_line_stays_open(server: Server) -> None:
    async with Visitor(server.url, SITE) as caller:
        await caller.hello()
        for frame, code in [
            ("{", "malformed"),
            ('{"type": "shout"}', "unknown_type"),
            ('{"type": "typing", "loud": true}', "unknown_field"),
            ('{"type": "beat", "n": "1"}', "wrong_type"),
            ('{"type": "beat"}', "missing_field"),
            ('{"type": "beat", "n": 9007199254740992}', "out_of_bounds"),
            ('{"type": "beat", "n": 1, "n": 1}', "duplicate_key"),
            ('{"type": "say", "id": "12345678", "conversation": null, "text": "\\u0000"}', "forbidden_character"),
            (
                '{"type": "say", "id": "12345678", "conversation": null, "text": "' + "a" * 16_384 + '"}',
                "frame_too_large",
            ),
        ]:
            await caller.say_raw(frame)
            refused = await caller.expect(nouns.Refused)
            assert refused.code == code, f"{frame[:80]}: {refused}"
        await caller.write("Still here")


async def test_a_foreign_origin_is_refused(server: Server) -> None:
    caller = Visitor(server.url, SITE)
    caller.headers["Origin"] = server.shop
    await caller.open()
    assert await caller.expect_close() == Closing.FOREIGN_ORIGIN
