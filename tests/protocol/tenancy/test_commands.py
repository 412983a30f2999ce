"""Nobody reaches by any command what is not theirs: it is answered as if it did not exist, nothing of it changes or is told."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from server.wire import agent
from server.wire.base import Frame
from server.wire.codec import encode
from server.wire.nouns import Refused
from tests.protocol.tenancy.commands import DONE, NOTHING, TABLES, commands, made
from tests.protocol.tenancy.conftest import Town
from tests.protocol.tenancy.people import FENCE, NONE, PEOPLE, Who, compared, somebody, tag
from tests.protocol.tenancy.town import changes
from tests.support.sockets import new_id

pytestmark = [pytest.mark.both, pytest.mark.asyncio(loop_scope="package")]
T = TypeVar("T")
HANDFUL = 6
"""So many things are tried on one socket: who is refused too often is closed."""


@pytest_asyncio.fixture(scope="module", loop_scope="package", params=PEOPLE)
async def who(town: Town, request: pytest.FixtureRequest) -> AsyncIterator[Who]:
    """Everybody in turn. Once they have tried everything, all stands as before, and nobody whose it is has heard of it."""
    async with somebody(request.param, town.one, town.two) as found:
        victim, neighbour = found.victim, found.neighbour
        await victim.quiet()
        before = await victim.stands()
        yield found
        assert changes(theirs(before, neighbour), theirs(await victim.stands(), neighbour)) == {}
        told = [encode(event) for event in victim.heard()]
        assert [raw for raw in told if neighbour is None or neighbour in raw] == []


def theirs(stands: dict[str, Any], only: str | None) -> Any:
    """How everything stands, or one conversation."""
    if only is None:
        return stands
    return next(row for row in stands["lists"]["rows"] if row["id"] == only), stands["logs"][only]


def handfuls(all_: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(all_), HANDFUL):
        yield all_[start : start + HANDFUL]


async def test_a_foreign_thing_is_answered_as_one_that_does_not_exist(who: Who) -> None:
    _, table = TABLES[who.kind]
    every = [(command, field) for command, fields in table.items() for field in fields]
    for handful in handfuls([one for one in every if tag(one[0]) != "hello"]):
        async with who.inside() as client:
            for command, field in handful:
                own = who.own | ({"whom": None} if field == "team" else {})
                foreign, none = [
                    await who.answers(client, made(command, new_id(), own, **{field: thing[field]}))
                    for thing in (who.foreign, NONE)
                ]
                assert foreign == none, (command, field)
                codes = [one["code"] for one in foreign if one["type"] == "refused"]
                expected = table[command][field] if who.hello else "hello_first"
                if expected in {NOTHING, DONE} and codes != ["not_yours"]:
                    assert (codes, bool(foreign)) == ([], expected == DONE), (command, field)
                else:
                    assert codes in ([expected], ["not_yours"]), (command, field)


async def test_a_hello_with_a_foreign_thing_comes_to_what_it_comes_to_with_none(who: Who) -> None:
    _, table = TABLES[who.kind]
    hello = next(command for command in table if tag(command) == "hello")
    for field, expected in table[hello].items():
        foreign, none = [
            await greeted(who, made(hello, "", who.own, **{field: thing[field]})) for thing in (who.foreign, NONE)
        ]
        assert foreign == none, field
        if who.hello:
            assert [one.get("code", DONE) for one in foreign] == [expected]


async def greeted(who: Who, hello: Frame) -> list[dict[str, Any]]:
    """What is said to a hello, and what follows of itself."""
    async with who.at_the_door() as client:
        await client.say(hello)
        first = await client.expect(Frame, lambda e: tag(e) in {"welcome", "refused"})
        if tag(first) == "welcome":
            await client.say(agent.Fetch(conversation=NONE["conversation"], after=FENCE))
            await client.expect(Refused)
        return compared([first, *client.heard])


async def test_nobody_says_what_only_others_may(who: Who) -> None:
    mine = set(map(tag, commands(TABLES[who.kind][0])))
    others = {tag(c): c for union, _ in TABLES.values() for c in commands(union) if tag(c) not in mine}
    for handful in handfuls(sorted(others)):
        async with who.inside() as client:
            for kind in handful:
                await client.say(made(others[kind], new_id(), who.foreign))
                refused = await client.expect(Refused)
                assert (refused.code, refused.field) == ("unknown_type", "type"), kind


async def test_what_names_nothing_concerns_nobody_else(who: Who) -> None:
    _, table = TABLES[who.kind]
    async with who.inside() as client:
        for command in (c for c, fields in table.items() if not fields):
            await who.answers(client, made(command, new_id(), who.own))
