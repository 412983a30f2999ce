"""Links that let somebody in: each once, in time, and kept as a hash."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from server.clock import now
from server.people import doorkeys, invites, team
from server.people.models import Agent, DoorKey, Invite, User
from server.sites.models import Site
from tests.unit.server.conftest import Staff, make_site


def test_a_newcomer_joins_by_an_invite_once(site: Site) -> None:
    made, token = invites.invite(site.id, "Tom", "lead", by=None)
    assert invites.invites(site.id) == [made]
    assert token not in str(Invite.objects.values().get())
    found, user_id = invites.accept_anew(token, "Tom Baker", "Tom@example.com", "a long password")
    assert (found.site_key, found.role) == (site.key, "lead")
    assert [(one.site_key, one.role) for one in team.memberships(user_id)] == [(site.key, "lead")]
    assert authenticate(username="tom@example.com", password="a long password")
    assert invites.invites(site.id) == []
    with pytest.raises(invites.SpentInviteError):
        invites.invite_of(token)
    with pytest.raises(invites.SpentInviteError):
        invites.accept_as(token, user_id)


def test_somebody_with_an_account_joins_as_who_they_are(site: Site, ana: Staff) -> None:
    other = make_site("Other")
    user_id = str(Agent.objects.get(id=ana.id).user_id)
    _, token = invites.invite(other.id, "whoever", "agent", by=None)
    invites.accept_as(token, user_id)
    assert {one.site_name for one in team.memberships(user_id)} == {site.name, "Other"}
    assert Agent.objects.get(site=other).name == "Ana"


def test_a_known_address_is_not_taken_over_and_the_invite_is_kept(site: Site, ana: Staff) -> None:
    before = User.objects.get().password
    _, token = invites.invite(site.id, "Ana", "owner", by=None)
    with pytest.raises(invites.KnownEmailError):
        invites.accept_anew(token, "Ana", User.objects.get().email.upper(), "somebody else's")
    assert User.objects.get().password == before
    assert invites.invite_of(token).role == "owner"


def test_an_invite_expires_and_can_be_withdrawn(site: Site) -> None:
    made, token = invites.invite(site.id, "Tom", "agent", by=None)
    assert not invites.withdraw(make_site("Other").id, made.id)
    assert invites.withdraw(site.id, made.id)
    assert not invites.withdraw(site.id, made.id)
    _, late = invites.invite(site.id, "Tom", "agent", by=None)
    Invite.objects.update(expires_at=now() - timedelta(seconds=1))
    assert invites.invites(site.id) == []
    for spent in (token, late, "never made"):
        with pytest.raises(invites.SpentInviteError):
            invites.invite_of(spent)


def test_a_door_key_opens_once_and_looking_uses_nothing_up(site: Site, ana: Staff) -> None:
    user = User.objects.get()
    token = doorkeys.cut(user.id)
    assert token not in str(DoorKey.objects.values().get())
    assert doorkeys.key_of(token) == doorkeys.key_of(token)
    assert doorkeys.use(token).user_id == user.id
    with pytest.raises(doorkeys.SpentKeyError):
        doorkeys.use(token)


def test_a_door_key_is_worthless_after_an_hour_or_for_who_is_switched_off(site: Site, ana: Staff) -> None:
    user = User.objects.get()
    token = doorkeys.cut(user.id)
    User.objects.update(is_active=False)
    with pytest.raises(doorkeys.SpentKeyError):
        doorkeys.key_of(token)
    User.objects.update(is_active=True)
    assert DoorKey.objects.get().expires_at <= now() + timedelta(hours=1)
    DoorKey.objects.update(expires_at=now())
    with pytest.raises(doorkeys.SpentKeyError):
        doorkeys.use(token)
    doorkeys.cut(user.id)
    assert DoorKey.objects.count() == 1


def test_of_many_who_use_a_link_at_once_one_gets_in(site: Site, ana: Staff) -> None:
    token = doorkeys.cut(User.objects.get().id)
    came_in: list[str] = []
    together = threading.Barrier(6)

    def try_it() -> None:
        together.wait()
        try:
            came_in.append(doorkeys.use(token).user_id)
        except doorkeys.SpentKeyError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came_in) == 1


def test_a_password_is_made_hard_to_guess_before_anything_is_held(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second, and on a busy machine longer than the database lets a transaction stand still."""
    _, token = invites.invite(site.id, "Tom", "agent", by=None)
    held: list[bool] = []
    right = User.set_password

    def slowly(user: User, password: str | None) -> None:
        held.append(connection.in_atomic_block)
        right(user, password)

    monkeypatch.setattr(User, "set_password", slowly)
    invites.accept_anew(token, "Tom", "tom@shop.example", "three blue phones ring")
    assert held == [False]
