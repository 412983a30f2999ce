"""A site with people on it, and threads that end before the database is taken away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from server import bus
from server.chat.writer import writer
from server.desk.dispatcher import dispatcher
from server.live import offload
from server.people.models import Agent, User
from server.sites import queries as sites
from server.sites.models import Site


@dataclass
class Staff:
    """An agent and the cookie they are signed in with."""

    id: str
    name: str
    session: str


def make_site(name: str = "Fernhill Bikes") -> Site:
    return Site.objects.create(name=name, origins=["http://127.0.0.1:8000"], created_at=timezone.now())


def make_agent(site: Site, name: str, capacity: int = 3) -> Staff:
    user = User.objects.create_user(f"{name.lower()}-{site.key}@example.com", name)
    agent = Agent.objects.create(site=site, user=user, name=name, capacity=capacity)
    session = SessionStore()
    session[SESSION_KEY] = user.pk
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key
    return Staff(agent.id, name, session.session_key)


def set_rules(site: str, **rules: Any) -> None:
    """The site's rules of routing, as its owner might have set them."""
    Site.objects.filter(id=site).update(**rules)
    sites.forget()


@pytest.fixture
async def hub() -> AsyncIterator[None]:
    """The test's own hub; its connections to Redis end with its loop."""
    yield
    await bus.close()


@pytest.fixture
def site(transactional_db: None, hub: None) -> Iterator[Site]:
    """A site of its own; afterwards no thread of ours holds the database."""
    sites.forget()
    yield make_site()
    writer.stop()
    dispatcher.stop()
    offload.close_connections()


@pytest.fixture
def elsewhere(site: Site) -> Site:
    """Another site of the same installation."""
    return make_site("Elsewhere")


@pytest.fixture
def eve(elsewhere: Site) -> Staff:
    """An agent of the other site."""
    return make_agent(elsewhere, "Eve")


@pytest.fixture
def ana(site: Site) -> Staff:
    return make_agent(site, "Ana")


@pytest.fixture
def tom(site: Site) -> Staff:
    return make_agent(site, "Tom")


async def soon(true: object, within_s: float = 5) -> None:
    """Wait until a callable says so."""
    assert callable(true)
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.01)


def within(seconds: float, true: Callable[[], object]) -> None:
    """Wait until it is so, where no event loop runs."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "It did not come true."
        time.sleep(0.01)
