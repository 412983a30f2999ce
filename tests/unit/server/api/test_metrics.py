"""Metrics are there for whoever runs the server, and for nobody else."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from server.waits.models import Tally
from tests.unit.server.conftest import make_site

TOKEN = "a token that is long enough"


def asked(client: Client, address: str = "127.0.0.1", **headers: str) -> int:
    return client.get("/metrics", REMOTE_ADDR=address, headers=headers).status_code


def read(client: Client) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(client.get("/metrics").content.decode())
    return {(s.name, ",".join(s.labels.values())): s.value for f in families for s in f.samples}


@pytest.fixture
def elsewhere(settings: Settings) -> None:
    """A network is named, and a proxy trusted."""
    settings.METRICS_FROM = (ip_network("10.1.0.0/16"),)
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"), ip_network("10.9.9.9"))


def test_on_this_machine_they_can_be_read(client: Client, transactional_db: None) -> None:
    assert asked(client) == 200
    assert asked(client, "::1") == 200


def test_to_the_world_they_are_not_there(client: Client, transactional_db: None) -> None:
    assert asked(client, "203.0.113.7") == 404
    assert asked(client, "203.0.113.7", **{"X-Forwarded-For": "127.0.0.1"}) == 404
    assert asked(client, "127.0.0.1", **{"X-Forwarded-For": "203.0.113.7"}) == 404
    assert asked(client, "127.0.0.1", Via="1.1 proxy") == 404
    assert asked(client, "unix:") == 404


def test_from_a_network_that_is_named(client: Client, transactional_db: None, elsewhere: None) -> None:
    assert asked(client, "10.1.2.3") == 200
    assert asked(client, "10.2.2.3") == 404
    assert asked(client, "127.0.0.1", **{"X-Forwarded-For": "10.1.2.3"}) == 200
    assert asked(client, "127.0.0.1", **{"X-Forwarded-For": "203.0.113.7"}) == 404
    assert asked(client, "127.0.0.1", **{"X-Forwarded-For": "127.0.0.1"}) == 404


def test_each_server_can_be_asked_by_its_own_address(client: Client, transactional_db: None, elsewhere: None) -> None:
    assert asked(client, "10.1.2.3", Host="10.1.0.9:8000") == 200
    assert asked(client, "203.0.113.7", Host="10.1.0.9:8000") != 200


def test_with_a_token_only_the_token_counts(client: Client, transactional_db: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert asked(client, "203.0.113.7", Authorization=f"Bearer {TOKEN}") == 200
    assert asked(client) == 404
    for wrong in (TOKEN, "Bearer ", f"Bearer {TOKEN}x", "Bearer é"):
        assert asked(client, Authorization=wrong) == 404


def test_nothing_is_to_be_posted(client: Client, transactional_db: None) -> None:
    assert client.post("/metrics").status_code == 404


def test_promises_are_told_over_all_sites(client: Client, transactional_db: None) -> None:
    for name, settled, kept, said in (("One", 10.0, 9.0, 9.5), ("Two", 5.0, 4.0, 5.0)):
        Tally.objects.create(site=make_site(name), at=0, hours_at=0, settled=settled, kept=kept, kept_said=said)
    found = read(client)
    assert found["bluephone_promises_settled", ""] == 15
    assert found["bluephone_promises_kept", "calculated"] == 13
    assert found["bluephone_promises_kept", "told"] == 14.5
    assert found["bluephone_database_up", ""] == 1


def test_the_room_on_the_disk_is_told(client: Client, transactional_db: None, settings: Settings) -> None:
    assert read(client)["bluephone_disk_free_bytes", ""] > 1024
    settings.DATA_DIR = Path("/proc/nowhere")
    assert ("bluephone_disk_free_bytes", "") not in read(client)


def test_without_the_database_the_rest_is_told(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any, **__: Any) -> None:
        raise DatabaseError("gone fishing")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", down)
        found = read(client)
    assert found["bluephone_database_up", ""] == 0
    assert ("bluephone_promises_settled", "") not in found
    assert ("bluephone_writer_queue", "") in found
