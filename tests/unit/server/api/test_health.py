"""Health: alive is cheap, ready says what is wrong."""

import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import Settings

from server.api import health
from server.chat.writer import writer
from tests.support.ports import free_port
from tests.support.redis import running_redis


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


def test_words_that_wait_are_told(client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health/ready").json()["writing"] == "ok"
    monkeypatch.setattr(writer, "_oldest", time.perf_counter() - 12)
    answer = client.get("/health/ready")
    assert answer.json()["writing"] == "Words have waited for 12 seconds to be stored: the database is held up."


def test_words_that_could_not_be_stored_are_told_until_some_are(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_refused", time.perf_counter() - 5)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert "could not be stored" in answer.json()["writing"]
    monkeypatch.setattr(writer, "_refused", time.perf_counter() - health.REFUSED_S)
    assert client.get("/health/ready").json()["writing"] == "ok"


def test_a_full_disk_is_told(client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health/ready").json()["disk"] == "ok"
    monkeypatch.setattr(health, "DISK_LEFT", 1 << 60)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert "nearly full" in answer.json()["disk"]


def test_a_disk_that_is_gone_is_told(client: Client, transactional_db: None, settings: Settings) -> None:
    settings.DATA_DIR = Path("/proc/nowhere")
    assert client.get("/health/ready").json()["disk"] == "The data directory cannot be looked at."


def test_a_slow_redis_is_told(
    client: Client, transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_redis() as redis:
        settings.REDIS_URL = redis.url
        assert client.get("/health/ready").json()["redis"] == "ok"
        monkeypatch.setattr(health, "SLOW_S", 0.0)
        assert "Redis is slow" in client.get("/health/ready").json()["redis"]
        redis.freeze()
        assert "does not answer" in client.get("/health/ready").json()["redis"]


def test_a_redis_that_takes_nothing_is_told(client: Client, transactional_db: None, settings: Settings) -> None:
    def told() -> str:
        answer = client.get("/health/ready")
        assert answer.status_code == 200
        return str(answer.json()["redis"])

    with running_redis() as redis:
        settings.REDIS_URL = redis.url
        redis.command("CONFIG", "SET", "maxmemory", "1")
        assert "Redis is full" in told()
        redis.command("CONFIG", "SET", "maxmemory", "0")
        assert told() == "ok"
        redis.command("REPLICAOF", "127.0.0.1", str(free_port()))
        assert "lets us keep nothing" in told()
        redis.command("REPLICAOF", "NO", "ONE")
        assert told() == "ok"
        redis.command("ACL", "SETUSER", "guest", "on", "nopass", "+@all", "resetkeys", "&*")
        settings.REDIS_URL = redis.url.replace("redis://", "redis://guest:x@")
        assert "lets us keep nothing" in told()
