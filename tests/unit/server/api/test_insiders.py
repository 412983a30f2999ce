"""Links into one conversation, over the API: who makes them, what they say, and what they never say again."""

from typing import Any

import pytest

from server.clock import now_ms
from server.desk import actions, insiders
from server.desk.dispatch import dispatch
from server.desk.models import Member
from tests.unit.server.api.conftest import Caller, House
from tests.unit.server.conftest import make_agent
from tests.unit.server.desk.office import come, face, write


@pytest.fixture
def where(house: House) -> str:
    """The links into a conversation that the plain agent has."""
    agent = house.staff["agent"]
    come(house.site, agent)
    conversation = write(house.site)
    dispatch(house.site.id)
    actions.sign_of(house.site.id, conversation, face(agent))
    return f"sites/{house.site.key}/conversations/{conversation}/insiders"


def invited(house: House, where: str, who: str = "agent", **over: Any) -> Any:
    body = {"name": "Olaf Berg", "why": "he builds our wheels", "hours": 24, **over}
    return house.callers[who].ask("POST", where, body)


def test_who_has_the_conversation_makes_a_link_that_opens_it(house: House, where: str) -> None:
    made = invited(house, where).json()
    before, _, key = made["url"].partition("#")
    assert before.endswith("/with")
    assert (made["name"], made["why"], made["joined"]) == ("Olaf Berg", "he builds our wheels", False)
    assert abs(made["expires_at"] - now_ms() - 24 * 3_600_000) < 60_000
    one = insiders.enter(key)
    assert (one.id, one.conversation) == (made["id"], where.split("/")[3])


def test_the_list_tells_who_has_come_and_never_the_link(house: House, where: str) -> None:
    made = invited(house, where).json()
    invited(house, where, name="Mia")
    insiders.enter(made["url"].partition("#")[2])
    listed = house.callers["lead"].ask("GET", where).json()
    assert [(one["name"], one["joined"]) for one in listed] == [("Olaf Berg", True), ("Mia", False)]
    assert all(set(one) == {"id", "name", "why", "expires_at", "joined"} for one in listed)


def test_a_withdrawn_link_is_gone(house: House, where: str) -> None:
    made = invited(house, where).json()
    one = f"{where}/{made['id']}"
    assert house.callers["agent"].ask("DELETE", one).status_code == 204
    assert house.callers["agent"].ask("DELETE", one).status_code == 404
    assert house.callers["agent"].ask("GET", where).json() == []
    with pytest.raises(insiders.PassEnded):
        insiders.enter(made["url"].partition("#")[2])


def test_a_colleague_may_once_they_are_in_it(house: House, where: str) -> None:
    tom, conversation, agent = make_agent(house.site, "Tom"), where.split("/")[3], house.staff["agent"]
    house.callers["tom"] = Caller(tom.session)
    come(house.site, tom)
    actions.bring_in(house.site.id, conversation, face(agent), tom.id, "he sold it")
    assert invited(house, where, "tom").status_code == 403, "only asked"
    offer = Member.objects.get(agent_id=tom.id).offer
    actions.pick_up(house.site.id, conversation, face(tom), offer)
    assert invited(house, where, "tom").status_code == 200


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"hours": 0}, "hours"),
        ({"hours": 169}, "hours"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"why": "x" * 201}, "why"),
        ({"why": "two\nlines"}, "why"),
        ({"role": "owner"}, "role"),
    ],
)
def test_what_is_wrong_is_named(house: House, where: str, over: dict[str, Any], field: str) -> None:
    response = invited(house, where, **over)
    assert (response.status_code, response.json()["field"]) == (422, field)


def test_nobody_is_asked_into_what_is_closed_or_full(house: House, where: str) -> None:
    for n in range(insiders.ALIVE_MAX):
        assert invited(house, where, name=f"Insider {n}").status_code == 200
    assert invited(house, where).status_code == 409
    actions.close(house.site.id, where.split("/")[3], face(house.staff["agent"]))
    closed = invited(house, where, "owner")
    assert (closed.status_code, "over" in closed.json()["detail"]) == (409, True)


def test_a_conversation_of_another_site_is_as_unknown_as_none(house: House, where: str) -> None:
    made = invited(house, where).json()
    for one in (where.split("/")[3], "no-such-conversation"):
        theirs = f"sites/{house.other.key}/conversations/{one}/insiders"
        stranger = house.callers["stranger"]
        assert stranger.ask("GET", theirs).status_code == 404
        assert invited(house, theirs, "stranger").status_code == 404
        assert stranger.ask("DELETE", f"{theirs}/{made['id']}").status_code == 404
