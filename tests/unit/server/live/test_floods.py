"""What sockets of one visitor, one address or one site may do together; and nobody else pays for it."""

from contextlib import AsyncExitStack
from ipaddress import ip_network
from typing import Any

import pytest
from pytest_django import Settings

from server.live import limits
from server.live import newcomer as newcomer_module
from server.live import visitor as visitor_module
from server.live.floods import AGAIN_S, BURST_S, Floods, address_of
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.nouns import Refused
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.live.talk import Talk, answering, open_visitor, visiting
from tests.unit.server.live.test_limits import Clock

HERE, THERE = "8.8.8.8", "9.9.9.9"
LONG = 1_000_000.0


def floods_of(clock: Clock, settings: Settings, **limits: float) -> Floods:
    """Generous, but for these."""
    for name in ("COMMANDS_PER_SECOND", "COMMANDS_PER_ADDRESS", "COMMANDS_PER_SITE", "CONNECTIONS_PER_ADDRESS"):
        setattr(settings, name, limits.get(name, LONG))
    return Floods(clock)


def said(floods: Floods, *names: tuple[str, str | None, str]) -> int:
    """How many of twenty commands each were heard."""
    return sum(floods.may_speak(*name) for name in names for _ in range(20))


def test_a_visitor_speaks_no_faster_from_many_tabs(settings: Settings) -> None:
    floods = floods_of(Clock(), settings, COMMANDS_PER_SECOND=4)
    assert said(floods, ("v", HERE, "s"), ("v", THERE, "s")) == 4 * BURST_S
    assert said(floods, ("w", HERE, "s")) == 4 * BURST_S


def test_an_address_speaks_no_faster_by_many_visitors(settings: Settings) -> None:
    floods = floods_of(Clock(), settings, COMMANDS_PER_ADDRESS=4)
    assert said(floods, ("v", HERE, "s"), ("w", HERE, "t")) == 4 * BURST_S
    assert said(floods, ("x", THERE, "s")) == 4 * BURST_S
    assert said(floods, ("y", None, "s"), ("z", None, "s")) == 40


def test_a_site_hears_no_more_from_many_addresses_and_others_hear_as_before(settings: Settings) -> None:
    floods = floods_of(Clock(), settings, COMMANDS_PER_SITE=4)
    assert said(floods, ("v", HERE, "s"), ("w", THERE, "s"), ("x", None, "s")) == 4 * BURST_S
    assert said(floods, ("y", HERE, "t")) == 4 * BURST_S


def test_what_is_refused_to_one_is_not_taken_from_those_beside(settings: Settings) -> None:
    clock = Clock()
    floods = floods_of(clock, settings, COMMANDS_PER_SECOND=1, COMMANDS_PER_ADDRESS=3, COMMANDS_PER_SITE=10)
    assert said(floods, ("loud", HERE, "s")) == BURST_S
    assert said(floods, ("quiet", HERE, "s")) == BURST_S
    clock.now += 1
    assert said(floods, ("loud", HERE, "s"), ("quiet", HERE, "s")) == 2


def entered(floods: Floods, times: int, address: str | None = HERE) -> int:
    """How many of so many that come at once may stay."""
    stay = 0
    for _ in range(times):
        floods.enter(address)
        stay += not floods.crowded(address)
    return stay


def left(floods: Floods, times: int, address: str | None = HERE) -> None:
    for _ in range(times):
        floods.leave(address)


def test_an_address_holds_so_many_connections_and_no_more(settings: Settings) -> None:
    floods = floods_of(Clock(), settings, CONNECTIONS_PER_ADDRESS=10)
    assert entered(floods, 15) == 10
    assert entered(floods, 5, THERE) == 5
    assert entered(floods, 50, None) == 50
    left(floods, 6)
    assert entered(floods, 1) == 1
    assert entered(floods, 1) == 0


def test_all_of_an_address_may_come_back_at_once_but_not_over_and_over(settings: Settings) -> None:
    clock = Clock()
    floods = floods_of(clock, settings, CONNECTIONS_PER_ADDRESS=10)
    came = 0
    for _ in range(2):
        came += entered(floods, 10)
        left(floods, 10)
    assert came == 20
    assert entered(floods, 10) == 0
    left(floods, 10)
    clock.now += AGAIN_S
    assert entered(floods, 10) == 10


def test_nothing_is_kept_of_an_address_that_is_gone(settings: Settings) -> None:
    floods = floods_of(Clock(), settings)
    debt = floods.enter(HERE)
    assert debt is floods.enter(HERE)
    left(floods, 2)
    assert floods.enter(HERE) is not debt
    assert floods.enter(None) is None


def scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"host", b"x"), *((b"x-forwarded-for", f.encode()) for f in forwarded)]
    return {"client": (peer, 1) if peer else None, "headers": headers}


def test_a_socket_comes_from_the_far_end_of_the_proxies_that_are_trusted(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ()
    assert address_of(scope(HERE)) == HERE
    assert address_of(scope(HERE, THERE)) == HERE
    assert address_of(scope("127.0.0.1", THERE)) is None
    assert address_of(scope(None)) is None
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"),)
    assert address_of(scope("127.0.0.1", THERE)) == THERE
    assert address_of(scope("127.0.0.1", HERE, THERE)) == THERE
    assert address_of(scope("127.0.0.1", f"{HERE}, {THERE}")) == THERE
    assert address_of(scope("127.0.0.1", f"{THERE}, 127.0.0.1")) == THERE
    assert address_of(scope("127.0.0.1")) is None


@pytest.fixture
def tight(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets that meet narrow limits."""
    floods = floods_of(
        Clock(), settings, COMMANDS_PER_SECOND=2, COMMANDS_PER_ADDRESS=3, COMMANDS_PER_SITE=4, CONNECTIONS_PER_ADDRESS=3
    )
    for module in (newcomer_module, visitor_module):
        monkeypatch.setattr(module, "floods", floods)
    # Each socket's own.
    settings.COMMANDS_PER_SECOND = LONG


def say(n: int) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text="words")


def answers(talk: Talk) -> dict[str | None, bool]:
    """Whether words were stored, or refused as too fast, by their ids."""
    stored: dict[str | None, bool] = {e.id: True for e in talk.heard if isinstance(e, visitor.Acked)}
    return stored | {e.about: False for e in talk.heard if isinstance(e, Refused) and e.code == "too_fast"}


async def heard_of(talk: Talk, times: int, first: int = 0) -> int:
    """How many of so many messages are stored. Each is answered."""
    ids = {f"client-id-{n}" for n in range(first, first + times)}
    for n in range(first, first + times):
        talk.say(say(n))
    await soon(lambda: ids <= answers(talk).keys())
    return sum(answers(talk)[one] for one in ids)


@pytest.mark.both
async def test_a_visitors_tabs_an_address_and_a_site_meet_their_limits_and_others_go_on(
    tight: None, site: Site, elsewhere: Site, ana: Staff
) -> None:
    async with visiting(site.key, address=HERE) as (one, greeting):
        assert await heard_of(one, 4) == 4
        async with visiting(site.key, token=greeting.token, address=HERE) as (other, _):
            assert await heard_of(other, 4, 4) == 2
        async with visiting(site.key, address=HERE) as (beside, _):
            assert await heard_of(beside, 5, 8) == 3
        async with visiting(site.key, address=THERE) as (far, _):
            assert await heard_of(far, 5, 13) == 3
        async with visiting(elsewhere.key) as (next_door, _), answering(site.key, ana.session) as (a, _):
            assert await heard_of(next_door, 6, 18) == 6
            # Who answers is never held up by a flood of visitors.
            for _ in range(20):
                a.say(agent.Refresh())
            for _ in range(20):
                await a.expect(agent.Lists)


@pytest.mark.both
async def test_beats_are_answered_through_any_flood(tight: None, site: Site) -> None:
    async with visiting(site.key, address=HERE) as (v, _):
        await heard_of(v, 8)
        for n in range(20):
            v.say(visitor.Answer(n=n))
        v.heard.clear()
        v.say_raw("{")
        assert (await v.expect(Refused)).code == "malformed"


async def test_one_connection_too_many_is_told_so_and_closed_and_has_its_place_once_another_is_gone(
    tight: None, site: Site
) -> None:
    async with AsyncExitStack() as here:
        talks = [await here.enter_async_context(visiting(site.key, address=HERE)) for _ in range(3)]
        async with open_visitor(address=HERE) as crowded:
            refused = await crowded.expect(Refused)
            assert (refused.code, refused.message) == ("too_many_connections", Closing.CROWDED.explanation)
            assert await crowded.expect_close() == Closing.CROWDED
        async with visiting(site.key, address=THERE), visiting(site.key):
            pass
        talks[0][0].hang_up()
        await talks[0][0].over.wait()
        async with visiting(site.key, address=HERE) as (back, _):
            assert back.closed is None


async def test_sockets_of_one_address_that_read_nothing_are_let_go_of_together(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TOGETHER", 100_000)
    monkeypatch.setattr(limits, "SHARE", 1_000)
    async with visiting(site.key, address=HERE) as (deaf, greeting), visiting(site.key, address=THERE) as (far, _):
        for n in range(10):
            deaf.say(visitor.Say(id=f"client-id-{n}", conversation=None, text="x" * 4_000))
        conversation = (await deaf.expect(visitor.Acked)).conversation
        async with visiting(site.key, token=greeting.token, address=HERE) as (again, _):
            for _ in range(3):
                again.say(visitor.Fetch(conversation=conversation, after=0))
            assert await again.expect_close() == Closing.DEAF
        far.say(say(1))
        await far.expect(visitor.Acked)
