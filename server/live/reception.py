"""Where visitors' hellos are answered, many at a time: first who they are, and then, once they are subscribed, how it stands."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from django.db import OperationalError

from server.live import welcome
from server.live.admission import AT_ONCE
from server.live.together import Together
from server.live.welcome import Greeted
from server.people import actions as people
from server.sites import queries as sites
from server.wire.visitor import Hello, Welcome


class UnknownSite(Exception):
    """There is no site with this key."""


class Reception(NamedTuple):
    """Of one event loop."""

    loop: asyncio.AbstractEventLoop
    known: Together[Hello, Greeted]
    """Whose a hello is. May raise `UnknownSite`, or what `people.welcome_visitor` does."""
    greeting: Together[tuple[Greeted, Hello], Welcome]


def known(hellos: Sequence[Hello]) -> list[Greeted | Exception]:
    """Who each is, or why they are nobody. What one of them meets is their own, but for a database that is gone."""
    found: list[Greeted | Exception] = []
    disk, gone = people.Disk(), None
    for hello in hellos:
        try:
            if gone:
                raise gone
            found.append(_greeted(hello, disk))
        except OperationalError as error:
            # A newcomer whom a full disk cannot take is one thing; where nothing can be read, nobody else waits as long.
            gone = None if disk.full else error
            found.append(error)
        except Exception as error:
            found.append(error)
    return found


def _greeted(hello: Hello, disk: people.Disk) -> Greeted:
    site = sites.by_key(hello.site)
    if site is None:
        raise UnknownSite
    told = (hello.page, hello.told, hello.language, hello.zone, hello.team)
    return Greeted(site, *people.welcome_visitor(site.id, hello.token, *told, disk))


def _greetings(asked: Sequence[tuple[Greeted, Hello]]) -> list[Welcome]:
    return welcome.visitors([(who, hello.conversation, hello.cursor) for who, hello in asked])


_reception: Reception | None = None


def reception() -> Reception:
    """The reception of the running event loop, made on first use."""
    global _reception  # noqa: PLW0603  one a process, as the hub is
    loop = asyncio.get_running_loop()
    if _reception is None or _reception.loop is not loop:
        _reception = Reception(loop, Together(known, AT_ONCE), Together(_greetings, AT_ONCE))
    return _reception
