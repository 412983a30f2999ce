"""How visitors are put through, over the API: rules, teams, what people can serve, and who has whom."""

from typing import Any

import pytest

from server import bus
from server.chat import queries as chat
from server.desk import queries as desk
from server.desk.dispatch import dispatch
from server.people import actions as people
from server.people import queries
from server.people.models import Agent, Visitor
from server.sites import queries as sites
from server.wire.agent import Presence
from server.wire.codec import AGENT_EVENTS
from server.wire.nouns import PersonChosen
from tests.unit.server.api.conftest import House
from tests.unit.server.desk.office import kinds, write

WEEK = [[[540, 1020]], *[[]] * 6]


def ask(house: House, method: str, path: str, body: Any = None, status: int = 200, who: str = "owner") -> Any:
    response = house.callers[who].ask(method, house.path(path), house.named(body))
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def test_the_rules_of_a_site_are_shown_and_changed(house: House) -> None:
    rules = ask(house, "GET", "sites/{key}/routing", who="agent")
    assert rules == {
        "mode": "connect",
        "ring_s": 20,
        "overflow_s": 30,
        "goal_s": 15,
        "roster_cap": 100,
        "zone": "UTC",
        "hours": [],
    }
    change = {"mode": "ring", "overflow_s": 0, "zone": "Europe/Lisbon", "hours": WEEK}
    assert ask(house, "PATCH", "sites/{key}/routing", change) == rules | change
    assert ask(house, "GET", "sites/{key}/routing") == rules | change
    assert ask(house, "PATCH", "sites/{key}/routing", {"hours": []})["hours"] == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("sites/{key}/routing", {"mode": "shout"}, "mode"),
        ("sites/{key}/routing", {"ring_s": 1}, "ring_s"),
        ("sites/{key}/routing", {"ring_s": 10**30}, "ring_s"),
        ("sites/{key}/routing", {"zone": "Mars/Olympus"}, "zone"),
        ("sites/{key}/routing", {"hours": [[]]}, "hours"),
        ("sites/{key}/routing", {"hours": [[["9"]], [], [], [], [], [], []]}, "hours"),
        ("sites/{key}/routing", {"credits": 3}, "credits"),
        ("sites/{key}/teams/{team}", {"name": "  "}, "name"),
        ("sites/{key}/teams/{team}", {"priority": 3}, "priority"),
        ("sites/{key}/teams/{team}", {"members": ["nobody-1"]}, "members"),
        ("sites/{key}/team/{agent}", {"languages": ["klingon"]}, "languages"),
        ("sites/{key}/team/{agent}", {"teams": ["nothing-1"]}, "teams"),
        ("sites/{key}/team/{agent}", {"hours": [[[2, 1]], [], [], [], [], [], []]}, "hours"),
        ("sites/{key}/visitors/{visitor}", {"person": "nobody-1"}, "person"),
        ("sites/{key}/visitors/{visitor}", {"backup": "nobody-1"}, "backup"),
        ("sites/{key}/visitors/{visitor}", {"person": "{agent}", "backup": "{agent}"}, "backup"),
        ("sites/{key}/visitors/{visitor}", {"priority": 7}, "priority"),
        ("sites/{key}/visitors/{visitor}", {"priority": None}, "priority"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_changes_nothing(house: House, path: str, body: Any, field: str) -> None:
    problem = ask(house, "PATCH", path, body, status=422)
    assert problem["field"].split(".")[0] == field
    visitor = Visitor.objects.get(id=house.visitor)
    assert (visitor.advocate_id, visitor.backup_id, visitor.priority) == (None, None, 0)


def test_teams_come_and_go(house: House) -> None:
    made = ask(house, "POST", "sites/{key}/teams", {"name": "Workshop", "priority": 2, "members": ["{agent}"]})
    assert made["members"] == [house.staff["agent"].id]
    assert [one["name"] for one in ask(house, "GET", "sites/{key}/teams", who="agent")] == ["Billing", "Workshop"]
    changed = ask(house, "PATCH", f"sites/{{key}}/teams/{made['id']}", {"name": "Garage", "members": ["{lead}"]})
    assert changed == {"id": made["id"], "name": "Garage", "priority": 2, "members": [house.staff["lead"].id]}
    assert ask(house, "POST", "sites/{key}/teams", {"name": "garage"}, status=422)["field"] == "name"
    ask(house, "DELETE", f"sites/{{key}}/teams/{made['id']}", status=204)
    ask(house, "DELETE", f"sites/{{key}}/teams/{made['id']}", status=404)
    assert [one["name"] for one in ask(house, "GET", "sites/{key}/teams")] == ["Billing"]


def test_the_team_shows_what_each_can_serve(house: House) -> None:
    change = {"languages": ["PT", "en-GB"], "teams": ["{team}"], "hours": WEEK}
    changed = ask(house, "PATCH", "sites/{key}/team/{agent}", change)
    expected = {"languages": ["en", "pt"], "teams": [house.team], "hours": WEEK, "capacity": 3}
    assert {name: changed[name] for name in expected} == expected
    listed = {one["id"]: one for one in ask(house, "GET", "sites/{key}/team")}
    assert listed[house.staff["agent"].id] == changed
    assert listed[house.staff["lead"].id]["teams"] == [house.team]
    refused = ask(house, "PATCH", "sites/{key}/team/{agent}", {"active": False, "languages": ["?"]}, status=422)
    assert refused["field"] == "languages"
    assert Agent.objects.get(id=house.staff["agent"].id).active, "half of a refused change was made"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "sites/{key}/routing", {"mode": "ring"}),
        ("POST", "sites/{key}/teams", {"name": "Workshop"}),
        ("PATCH", "sites/{key}/teams/{team}", {"name": "Money"}),
        ("DELETE", "sites/{key}/teams/{team}", None),
        ("PATCH", "sites/{key}/team/{agent}", {"languages": ["pt"]}),
    ],
)
def test_consoles_hear_of_it_with_the_next_beat(house: House, method: str, path: str, body: Any) -> None:
    before = desk.revision(house.site.id)
    ask(house, method, path, body, status=204 if method == "DELETE" else 200)
    assert desk.revision(house.site.id) > before


def test_an_agent_hears_at_once_what_they_can_serve_now(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bus.AnyHint] = []
    monkeypatch.setattr(bus, "publish", heard.extend)
    ask(house, "PATCH", "sites/{key}/team/{agent}", {"languages": ["pt"], "teams": ["{team}"]})
    (hint,) = heard
    assert isinstance(hint, bus.ToAgents)
    event = AGENT_EVENTS.decode(hint.frame)
    assert isinstance(event, Presence)
    assert (hint.agent, event.me.id) == (house.staff["agent"].id, house.staff["agent"].id)
    assert (event.me.languages, event.me.teams) == (("pt",), (house.team,))


def test_a_visitor_gets_a_person_a_backup_and_credit(house: House) -> None:
    agent, lead = house.staff["agent"].id, house.staff["lead"].id
    path = "sites/{key}/visitors/{visitor}"
    known = ask(house, "PATCH", path, {"person": "{agent}", "backup": "{lead}", "priority": 2}, who="agent")
    assert (known["person"], known["backup"], known["priority"], known["full"]) == (agent, lead, 2, False)
    assert ask(house, "PATCH", path, {"priority": 1})["person"] == agent
    (row,) = ask(house, "GET", "sites/{key}/roster/visitors?agent={agent}")["visitors"]
    assert row == {name: value for name, value in known.items() if name != "full"} | {"priority": 1}
    ask(house, "PATCH", "sites/{key}/routing", {"roster_cap": 1})
    sites.forget()
    again = ask(house, "PATCH", path, {"person": None})
    assert (again["person"], again["backup"], again["full"]) == (None, None, False)
    assert ask(house, "PATCH", path, {"person": "{lead}"})["full"] is True
    ask(house, "PATCH", "sites/{key}/visitors/nobody-1", {"priority": 1}, status=404)


def test_the_roster_says_who_has_how_many(house: House) -> None:
    ask(house, "PATCH", "sites/{key}/visitors/{visitor}", {"person": "{agent}"})
    found = ask(house, "GET", "sites/{key}/roster", who="agent")
    assert found["cap"] == 100
    assert [(one["name"], one["primary"], one["full"]) for one in found["agents"]] == [
        ("Agent", 1, False),
        ("Lead", 0, False),
        ("Owner", 0, False),
    ]
    assert found["suggested"] in {house.staff["lead"].id, house.staff["owner"].id}


def test_the_rosters_pages_follow_on_each_other(house: House) -> None:
    for _ in range(50):
        people.welcome_visitor(house.site.id, None, None, (), None, None, None)
    first = ask(house, "GET", "sites/{key}/roster/visitors")
    assert (len(first["visitors"]), first["more"]) == (50, True)
    second = ask(house, "GET", f"sites/{{key}}/roster/visitors?before={first['next']}")
    assert (len(second["visitors"]), second["more"], second["next"]) == (1, False, None)
    assert len({one["id"] for one in first["visitors"] + second["visitors"]}) == 51
    assert ask(house, "GET", f"sites/{{key}}/roster/visitors?before={second['visitors'][0]['seen']}")["visitors"] == []
    ask(house, "GET", "sites/{key}/roster/visitors?before=999999999999999")
    for wrong in ("before=-1", "before=soon", f"q={'x' * 101}", "before=1.", "before=1234567890123456"):
        ask(house, "GET", f"sites/{{key}}/roster/visitors?{wrong}", status=422)


def test_all_of_one_are_moved_to_another(house: House) -> None:
    ask(house, "PATCH", "sites/{key}/visitors/{visitor}", {"person": "{agent}"})
    move = {"from": "{agent}", "to": "{lead}"}
    assert ask(house, "POST", "sites/{key}/roster/move", move) == {"moved": 1}
    assert ask(house, "POST", "sites/{key}/roster/move", move) == {"moved": 0}
    found = queries.visitor(house.visitor)
    assert found
    assert found.person == house.staff["lead"].id
    Agent.objects.filter(id=house.staff["agent"].id).update(active=False)
    for wrong, field in (
        ({"from": "{lead}", "to": "{lead}"}, "to"),
        ({"from": "nobody-1", "to": "{lead}"}, "from"),
        ({"from": "{lead}", "to": "{agent}"}, "to"),
        ({"from": "{lead}"}, "to"),
    ):
        problem = ask(house, "POST", "sites/{key}/roster/move", wrong, status=422)
        assert problem["field"] == field


def test_whoever_is_talking_reads_in_the_log_whose_they_are(house: House) -> None:
    visitor = queries.visitor(house.visitor)
    assert visitor
    conversation = write(house.site, visitor.face)
    dispatch(house.site.id)
    ask(house, "PATCH", "sites/{key}/visitors/{visitor}", {"person": "{agent}", "backup": "{lead}"}, who="agent")
    assert kinds(conversation) == ["Message", "PersonChosen"]
    ask(house, "PATCH", "sites/{key}/visitors/{visitor}", {"person": "{agent}", "backup": None})
    ask(house, "PATCH", "sites/{key}/visitors/{visitor}", {"person": "{lead}", "backup": "{lead}"}, status=422)
    assert kinds(conversation) == ["Message", "PersonChosen"], "what was refused is in the log"
    ask(house, "POST", "sites/{key}/roster/move", {"from": "{agent}", "to": "{lead}"}, who="lead")
    assert kinds(conversation) == ["Message", "PersonChosen", "PersonChosen"]
    newest = chat.team_after(conversation, 2)[0]
    assert isinstance(newest.body, PersonChosen)
    assert newest.body.person == queries.face(house.staff["lead"].id)
    assert newest.by.id == house.staff["lead"].id
