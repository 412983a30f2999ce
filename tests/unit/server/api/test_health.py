"""Health: alive is cheap, ready says what is wrong."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import Settings

from tests.support.ports import free_port


def test_alive_asks_nobody(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}


def test_ready(client: Client, transactional_db: None) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["ready"] is True
    assert response.json()["database"] == "ok"


def test_without_redis_it_still_works_and_says_so(client: Client, transactional_db: None, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert "Redis does not answer" in response.json()["redis"]


def test_without_the_database_nothing_works(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise DatabaseError("gone fishing")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", down)
        response = client.get("/health/ready")
        assert client.get("/health/live").status_code == 200
    assert response.status_code == 503
    assert response.json()["database"] == "The database does not answer."


def test_a_database_behind_the_code_is_not_ready(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "bluephone migrate" in response.json()["database"]
