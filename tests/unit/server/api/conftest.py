"""Two sites and everybody who may knock at the API."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from server.desk import insiders
from server.people import actions as people
from server.people import invites, team, teams
from server.people.models import Agent, User
from server.sites.models import Site
from tests.unit.server.conftest import Staff, make_agent, make_site
from tests.unit.server.desk.office import write

HOST = settings.PUBLIC_URL.removeprefix("http://")


class Caller:
    """A browser with a session, or none, that sends the CSRF token as the console does."""

    def __init__(self, session: str | None) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": HOST})
        self.client.cookies[settings.CSRF_COOKIE_NAME] = "t" * 32
        if session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response to a request under /api/v1/."""
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"X-CSRFToken": "t" * 32, **headers},
        )


@dataclass
class House:
    """What the API is asked about, and who asks."""

    site: Site
    other: Site
    callers: dict[str, Caller]
    staff: dict[str, Staff]
    invite: str
    team: str
    visitor: str
    conversation: str = ""
    insider: str = ""

    def path(self, template: str) -> str:
        """A route's path with this house's names in it."""
        return template.format(
            key=self.site.key,
            agent=self.staff["agent"].id,
            lead=self.staff["lead"].id,
            invite=self.invite,
            team=self.team,
            visitor=self.visitor,
            conversation=self.conversation,
            insider=self.insider,
        )

    def named(self, body: Any) -> Any:
        """A body with this house's names in it."""
        if isinstance(body, dict):
            return {name: self.named(value) for name, value in body.items()}
        if isinstance(body, list):
            return [self.named(value) for value in body]
        return self.path(body) if isinstance(body, str) else body


def lived_in(house: House) -> House:
    """The same, with a conversation that nobody has yet and somebody from outside asked into it."""
    conversation = write(house.site)
    insider, _ = insiders.make(house.site.id, conversation, house.staff["lead"].id, "Rui", "", 24)
    return replace(house, conversation=conversation, insider=insider.id)


def as_role(staff: Staff, role: str) -> Staff:
    Agent.objects.filter(id=staff.id).update(role=role)
    return staff


@pytest.fixture
def house(site: Site) -> House:
    cache.clear()
    other = make_site("Other")
    staff = {
        "agent": make_agent(site, "Agent"),
        "lead": as_role(make_agent(site, "Lead"), "lead"),
        "owner": as_role(make_agent(site, "Owner"), "owner"),
        "stranger": as_role(make_agent(other, "Stranger"), "owner"),
        "off the team": as_role(make_agent(site, "Former"), "owner"),
        "switched off": as_role(make_agent(site, "Gone"), "owner"),
    }
    Agent.objects.filter(id=staff["off the team"].id).update(active=False)
    User.objects.filter(agents__id=staff["switched off"].id).update(is_active=False)
    callers = {who: Caller(one.session) for who, one in staff.items()} | {"nobody": Caller(None)}
    made, _ = invites.invite(site.id, "Newcomer", "agent", by=None)
    assert team.members(site.id)
    crew = teams.create(site.id, "Billing", 0, [staff["lead"].id])
    visitor, _ = people.welcome_visitor(site.id, None, None, (), None, None, None)
    return House(site, other, callers, staff, made.id, crew.team.id, visitor.id)
