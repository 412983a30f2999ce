"""Nobody reaches over HTTP what is not theirs: it is answered as if it did not exist, and nothing of it changes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from tests.protocol.tenancy.addresses import ASKED, FORMS, PAGES, PUBLIC, SAID, SOCKETS, filled, placeholders
from tests.protocol.tenancy.conftest import Town
from tests.protocol.tenancy.town import Caller, Site, changes
from tests.unit.server.api.routes import ROUTES, WHO

pytestmark = [pytest.mark.both, pytest.mark.asyncio(loop_scope="package")]
NONE = dict.fromkeys(
    ("agent", "lead", "team", "invite", "visitor", "conversation", "insider", "token"), "nothing-there"
)
NONE |= {"key": "nowhere"}


class Person(NamedTuple):
    """Somebody who asks, whose site they try, which is their own, and as whom the matrix of the API knows them."""

    caller: Caller
    victim: Site
    own: Site | None
    known_as: str

    def told_of_nothing(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """How one of their kind is answered who asks for what does not exist: whoever of them was the first to ask."""
        asked = self.known_as, method, path, str(body)
        if asked not in _told:
            _told[asked] = self.caller.ask(method, path, body)
        return _told[asked]


_told: dict[tuple[str, str, str, str], tuple[int, str]] = {}


PEOPLE: dict[str, Callable[[Town], Person]] = {
    "nobody": lambda t: Person(Caller(t.house), t.one, None, "nobody"),
    "visitor A": lambda t: Person(Caller(t.house, secret=str(t.one.visitors[1].token)), t.one, None, "nobody"),
    "visitor B": lambda t: Person(Caller(t.house, secret=str(t.two.visitors[0].token)), t.one, None, "nobody"),
    "insider": lambda t: Person(Caller(t.house, secret=t.one.link), t.one, None, "nobody"),
    "agent of site 1": lambda t: Person(Caller(t.house, t.one.session(1)), t.two, t.one, "stranger"),
    "agent of site 2": lambda t: Person(Caller(t.house, t.two.session(1)), t.one, t.two, "stranger"),
    "owner of another site": lambda t: Person(Caller(t.house, t.two.session(0)), t.one, t.two, "stranger"),
    "deactivated agent": lambda t: Person(Caller(t.house, t.one.session(3)), t.one, None, "off the team"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="package", params=PEOPLE)
async def person(town: Town, request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """Everybody in turn. Once they have tried everything, all stands as before, also on their own site."""
    found = PEOPLE[request.param](town)
    sites = [site for site in (found.victim, found.own) if site]
    before = [await site.stands_wholly() for site in sites]
    yield found
    found.caller.close()
    assert changes(before, [await site.stands_wholly() for site in sites]) == {}


def blank(answer: tuple[int, str], *names: str) -> tuple[int, str]:
    """An answer without the names that were asked for."""
    status, told = answer
    for name in names:
        told = told.replace(name, "…")
    return status, told


async def test_to_whom_it_is_foreign_it_is_not_there(person: Person) -> None:
    caller, victim, _, known_as = person

    def ask() -> None:
        for (method, path), body in ASKED.items():
            if path in PUBLIC or not placeholders(path, body):
                continue
            foreign = caller.ask(method, f"/api/v1/{filled(path, victim.names)}", filled(body, victim.names))
            none = person.told_of_nothing(method, f"/api/v1/{filled(path, NONE)}", filled(body, NONE))
            assert foreign == none, (method, path)
            assert foreign[0] == ROUTES[method, path.partition("?")[0]][1][WHO.index(known_as)], (method, path)

    await asyncio.to_thread(ask)


async def test_a_foreign_name_among_ones_own_is_as_good_as_none(person: Person) -> None:
    caller, victim, own, _ = person
    if own is None:
        return

    def ask() -> None:
        for (method, path), body in ASKED.items():
            for one in placeholders(path, body):
                if one == "key" or path in PUBLIC:
                    continue
                foreign, none = [
                    caller.ask(method, f"/api/v1/{filled(path, names)}", filled(body, names))
                    for names in (own.names | {one: thing[one]} for thing in (victim.names, NONE))
                ]
                assert blank(foreign, victim.names[one]) == blank(none, NONE[one]), (method, path, one)
                assert foreign[0] >= 400 or method == "GET", (method, path, one)

    await asyncio.to_thread(ask)


async def test_no_page_tells_whether_a_name_is_somebodys(person: Person) -> None:
    caller, victim, _, _ = person

    def ask() -> None:
        for page, kinds in PAGES.items():
            head = page.partition("<")[0]
            for method in ("GET", "POST") if page in FORMS else ("GET",):
                for kind in kinds:
                    foreign = caller.ask(method, f"/{head}{victim.names[kind]}")
                    none = person.told_of_nothing(method, f"/{head}{NONE[kind]}")
                    assert blank(foreign, victim.names[kind]) == blank(none, NONE[kind]), (method, page, kind)

    await asyncio.to_thread(ask)


async def test_no_name_is_the_key_of_a_stream(person: Person) -> None:
    caller, victim, _, _ = person

    def ask() -> None:
        for path in sorted(SAID):
            for key in (victim.names["conversation"], victim.names["token"], victim.link):
                headers: dict[str, Any] = {"Stream-Key": key, "Stream-Number": "1"}
                assert caller.ask("POST", f"/{path}", {}, **headers)[0] == 410
        for path in sorted(SAID | {p for p in SOCKETS if p.startswith("stream")}):
            assert caller.ask("GET", f"/{path}")[0] == 405

    await asyncio.to_thread(ask)
