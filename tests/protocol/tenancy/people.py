"""Who tries what is not theirs: each with a socket of a kind, a hello that lets them in or none, and things of their own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from msgspec import to_builtins

from server.wire import agent, insider, visitor
from server.wire.base import Frame
from server.wire.codec import encode
from server.wire.nouns import Refused
from tests.protocol.tenancy.commands import made
from tests.protocol.tenancy.town import Guest, Site
from tests.support.sockets import Client, new_id

NONE: dict[str, Any] = {
    "token": "t" * 43,
    "conversation": "no-such-conversation",
    "team": "no-such-team-anywhere",
    "person": "nobody-of-this-id",
    "whom": "nobody-of-this-id",
    "departure": "no-such-departure",
    "site": "nowhere",
    "cursors": {"no-such-conversation": 0},
    "key": "k" * 43,
}
"""What does not exist, by the fields that name it."""
FENCE = 2**40
"""Whoever fetches what comes after this hears back when everything said before is done."""
UNASKED = frozenset(
    {"entry", "rows", "team", "touched", "visitor", "standing", "here", "typing", "presence", "with", "nudge"}
    | {"read_by_team", "read_by_visitor"}
)
"""Events that come of themselves, of what is one's own."""
PASSING = {"about", "id", "at", "seq", "now"}
"""What differs from one answer to the next."""


@dataclass(frozen=True)
class Who:
    """Somebody, whose things they try, and what is their own."""

    kind: str
    """Of their socket."""
    victim: Site
    foreign: dict[str, Any]
    """By the fields that name it, as in `NONE`."""
    own: dict[str, Any]
    socket: Callable[[], Client[Any]]
    hello: Frame | None
    """What lets them in; None: nothing does."""
    secrets: list[str]
    """What they must never hear."""
    neighbour: str | None = None
    """They are of the same site: then this conversation alone is none of theirs."""

    @asynccontextmanager
    async def at_the_door(self) -> AsyncIterator[Client[Any]]:
        """A socket of theirs that has said nothing yet. All that it hears is searched for secrets."""
        client, told = self.socket(), []
        keep = client.hear

        def hear(event: Any) -> None:
            told.append(encode(event))
            keep(event)

        client.hear = hear  # type: ignore[method-assign]
        async with client:
            yield client
        assert not [(secret, raw) for secret in self.secrets for raw in told if secret in raw]

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[Client[Any]]:
        """A socket of theirs, as far as they get."""
        async with self.at_the_door() as client:
            if self.hello:
                await client.say(self.hello)
                await client.expect(Frame, lambda e: tag(e) == "welcome")
            yield client

    async def answers(self, client: Client[Any], command: Frame) -> list[dict[str, Any]]:
        """What is said to a command, as far as it may be compared."""
        client.heard.clear()
        await client.say(command)
        heard = []
        if self.hello is None:
            await client.say_raw('{"type":"hello"}')
            await client.expect(Refused, lambda e: e.code == "missing_field")
        else:
            if client_id := getattr(command, "id", None):
                heard.append(await client.expect(Frame, lambda e: client_id in {_of(e, "id"), _of(e, "about")}))
            await client.say(agent.Fetch(conversation=self.own["conversation"], after=FENCE))
            await client.expect(Frame, lambda e: _of(e, "after") == FENCE)
        return compared([*heard, *client.heard])


def compared(heard: list[Any]) -> list[dict[str, Any]]:
    """What was asked for, without what differs from one time to the next."""
    asked = [to_builtins(event) for event in heard if tag(event) not in UNASKED]
    return [{name: value for name, value in event.items() if name not in PASSING} for event in asked]


def tag(frame: Any) -> str:
    """A frame's type."""
    return str(frame.__struct_config__.tag)


def _of(event: Any, name: str) -> Any:
    value = getattr(event, name, None)
    return value if isinstance(value, str | int) else None


def things(site: Site, conversation: str) -> dict[str, Any]:
    """What somebody might know of a site, by the fields in which they would name it. An id is nobody's token."""
    names = site.names
    return {
        "token": names["visitor"],
        "conversation": conversation,
        "team": names["team"],
        "person": names["agent"],
        "whom": names["agent"],
        "departure": names["departure"],
        "site": names["key"],
        "cursors": {conversation: 0},
        "key": names["insider"],
    }


@asynccontextmanager
async def a_visitor(own: Site, victim: Site, elsewhere: Site) -> AsyncIterator[Who]:
    """Somebody who has a conversation of their own, for as long as they try another's: of the same site, or of another.

    What all visitors of a site may name, they name as it is `elsewhere`.
    """
    async with own.panel() as panel:
        await panel.hello()
        await panel.write("Good day.")
    tried, names = victim.second, elsewhere.names
    mine = {
        "site": own.team.key,
        "token": panel.token,
        "conversation": panel.conversation,
        "team": None,
        "person": None,
    }
    foreign = things(victim, tried) | {"team": elsewhere.crew, "person": names["agent"], "token": names["token"]}
    who = Who(
        kind="visitor",
        victim=victim,
        foreign=foreign,
        own=mine | {"seq": victim.unread[tried][1]},
        socket=lambda: own.panel(panel.token),
        hello=made(visitor.Hello, "", mine, conversation=None),
        secrets=victim.secrets,
        neighbour=tried if own is victim else None,
    )
    try:
        yield who
    finally:
        async with who.inside() as leaver:
            await leaver.say(visitor.Leave(id=new_id()))
            await leaver.expect(visitor.Left)


def an_agent(own: Site, victim: Site, which: int) -> Who:
    """Of the team of one site, who tries another."""
    mine: dict[str, Any] = {
        "site": own.team.key,
        "cursors": {},
        "conversation": own.names["conversation"],
        "team": None,
    }
    return Who(
        kind="agent",
        victim=victim,
        foreign=things(victim, victim.names["conversation"]),
        own=mine | {"whom": own.names["lead"], "seq": victim.unread[victim.names["conversation"]][0]},
        socket=lambda: own.console(which),
        hello=agent.Hello(site=own.team.key, cursors={}),
        secrets=[*victim.secrets, victim.names["conversation"]],
    )


def an_insider(own: Site) -> Who:
    """In one conversation of a site, who tries another."""
    return Who(
        kind="insider",
        victim=own,
        foreign=things(own, own.second),
        own={"key": own.link, "conversation": own.names["conversation"], "seq": own.unread[own.second][0]},
        socket=lambda: Guest(own.house, own.link),
        hello=insider.Hello(key=own.link, cursor=0),
        secrets=[own.secrets[1], own.second],
        neighbour=own.second,
    )


def nobody(kind: str, victim: Site) -> Who:
    """Without a token, a session or a link."""
    sockets: dict[str, Callable[[], Client[Any]]] = {
        "visitor": victim.panel,
        "agent": lambda: victim.console(None),
        "insider": lambda: Guest(victim.house, ""),
    }
    foreign = things(victim, victim.names["conversation"]) | ({"team": victim.crew} if kind == "visitor" else {})
    return Who(kind, victim, foreign, NONE | {"site": victim.team.key}, sockets[kind], None, victim.secrets)


PEOPLE = (
    *("visitor A", "visitor B", "agent of site 1", "agent of site 2", "owner of another site", "deactivated agent"),
    *("insider", "nobody on a visitor's socket", "nobody on an agent's socket", "nobody on an insider's socket"),
)


@asynccontextmanager
async def somebody(name: str, one: Site, two: Site) -> AsyncIterator[Who]:
    """Who goes by this name."""
    match name:
        case "visitor A":
            async with a_visitor(one, one, two) as who:
                yield who
        case "visitor B":
            async with a_visitor(two, one, one) as who:
                yield who
        case "agent of site 1":
            yield an_agent(one, two, 1)
        case "agent of site 2":
            yield an_agent(two, one, 1)
        case "owner of another site":
            yield an_agent(two, one, 0)
        case "deactivated agent":
            yield replace(an_agent(one, one, 3), hello=None)
        case "insider":
            yield an_insider(one)
        case _:
            yield nobody(name.split()[3].removesuffix("'s"), one)
