"""The doctor finds what is wrong with a deployment, says why that matters, and how to mend it."""

import json
import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from server.cli.doctor import database, outside
from server.cli.doctor.finding import Finding
from server.sites import actions
from tests.support.ports import free_port
from tests.support.redis import running_redis
from tests.support.server import Server
from tests.unit.server.cli.conftest import Run


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Pages that were built."""
    for name in ("bluephone.js", "panel/index.html", "console/index.html", "insider/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(settings, "BUILT_DIR", tmp_path)
    return tmp_path


def findings(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    return {finding["about"]: finding for finding in json.loads(run("doctor", "--json", *words).out)}


@contextmanager
def answering(*lines: str) -> Iterator[str]:
    """Somebody at a port of this machine, who answers every request with the same: the address."""
    answer = "\r\n".join((*lines, "Content-Length: 0", "Connection: close", "\r\n")).encode()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    line.recv(4096)
                    line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def served(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Finding]:
    monkeypatch.setattr(settings, "PUBLIC_URL", url)
    return {finding.about: finding for finding in outside.served()}


def test_nothing_is_wrong_where_nothing_is(run: Run, built: Path, vendor: str) -> None:
    actions.create("Hill", [])
    said = run("doctor", "--sockets", "100")
    wrong = [line for line in said.out.splitlines() if line.startswith("WRONG")]
    # The tests' own PostgreSQL forgets at a power cut, and that is rightly minded.
    assert [line.split(":")[0] for line in wrong] == ([] if vendor == "sqlite" else ["WRONG  database's promise"])
    assert said.status == bool(wrong)


@pytest.mark.parametrize(
    ("setting", "value", "about", "mend"),
    [
        ("BUILT_DIR", Path("/nowhere"), "pages", "make build"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "Redis", "REDIS_URL"),
        ("PUBLIC_URL", "http://chat.invalid", "PUBLIC_URL", "certificate"),
        ("PUBLIC_URL", "https://chat.invalid", "PUBLIC_URL", "BLUEPHONE_TRUSTED_PROXIES"),
        ("PUBLIC_URL", "https://chat.invalid", "pages at PUBLIC_URL", "start the server and its proxy"),
        ("DATA_DIR", Path("/proc/nowhere"), "data directory", "BLUEPHONE_DATA"),
    ],
)
def test_what_is_wrong_is_told_with_its_mending(
    run: Run, monkeypatch: pytest.MonkeyPatch, setting: str, value: object, about: str, mend: str
) -> None:
    monkeypatch.setattr(settings, setting, value)
    said = run("doctor")
    assert said.status == 1
    lines = said.out.splitlines()
    (at,) = [i for i, line in enumerate(lines) if line.startswith(f"WRONG  {about}: ")]
    assert lines[at + 1].strip()
    assert lines[at + 2].strip().startswith("To mend it: ")
    assert mend in lines[at + 2]


def test_the_findings_can_be_read_by_a_program(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BUILT_DIR", Path("/nowhere"))
    found = findings(run)
    assert found["pages"]["well"] is False
    assert found["pages"]["mend"] == "make build"
    assert found["pages"]["why"]
    assert found["data directory"] == {
        "about": "data directory",
        "well": True,
        "found": str(settings.DATA_DIR),
        "why": "",
        "mend": "",
    }


def test_who_can_read_the_secret_key(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    assert "cannot be looked at" in findings(run)["secret key"]["found"]
    file = tmp_path / "secret-key"
    file.write_text("x" * 50)
    file.chmod(0o644)
    assert findings(run)["secret key"]["mend"] == f"chmod 600 {file}"
    file.chmod(0o600)
    assert findings(run)["secret key"]["well"]


def test_a_key_that_is_easily_guessed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "changeme" * 5)
    assert "token_urlsafe" in findings(run)["secret key"]["mend"]


def test_who_can_read_the_conversations(run: Run) -> None:
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite":
        return
    file.chmod(0o640)
    try:
        assert findings(run)["database"]["mend"] == f"chmod 600 {file}"
    finally:
        file.chmod(0o600)
    assert findings(run)["database"]["well"]


def test_a_database_on_a_network_is_no_place_for_sqlite(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/vda / ext4 rw 0 0\n"
        "host:/export /srv/shared nfs4 rw 0 0\n"
        "/dev/vdb /srv/shared/local ext4 rw 0 0\n"
        "tmpfs /srv/with\\040blank tmpfs rw 0 0\n"
    )
    kinds = {
        at: database.file_system(Path(at), mounts)
        for at in ("/var/lib/x", "/srv/shared/x", "/srv/sharedness/x", "/srv/shared/local/x", "/srv/with blank/x")
    }
    assert list(kinds.values()) == ["ext4", "nfs4", "ext4", "ext4", "tmpfs"]
    assert "nfs4" in database.NETWORKED
    assert database.file_system(Path("/x"), tmp_path / "none") == ""


@pytest.mark.both
def test_too_few_connections_for_so_many_processes(run: Run, vendor: str) -> None:
    found = findings(run, "--workers", "100")
    if vendor == "sqlite":
        assert "REDIS_URL" in found["Redis"]["mend"]
    else:
        assert "max_connections" in found["database's connections"]["mend"]
        assert findings(run, "--workers", "2")["database's connections"]["well"]
        assert found["database's clock"]["well"]
        assert "power cut" in found["database's promise"]["why"]


def test_clocks_that_differ() -> None:
    assert database.clocks("a clock", 1.5).well
    assert "NTP" in database.clocks("a clock", 90).mend


def test_a_redis_that_keeps_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_redis() as redis:
        monkeypatch.setattr(settings, "REDIS_URL", redis.url)
        redis.command("CONFIG", "SET", "maxmemory", "1")
        assert "maxmemory" in findings(run)["Redis"]["mend"]
        redis.command("CONFIG", "SET", "maxmemory", "0")
        redis.command("REPLICAOF", "127.0.0.1", "1")
        assert "primary" in findings(run)["Redis"]["mend"]


def test_a_redis_that_does_not_pass_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_redis() as redis:
        monkeypatch.setattr(settings, "REDIS_URL", redis.url)
        assert findings(run)["Redis"]["well"]
        redis.command("ACL", "SETUSER", "mute", "on", "nopass", "+@all", "~*", "resetchannels")
        monkeypatch.setattr(settings, "REDIS_URL", redis.url.replace("redis://", "redis://mute:x@"))
        assert "ACL SETUSER" in findings(run)["Redis"]["mend"]


def test_too_few_files_for_so_many_sockets(run: Run) -> None:
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert "LimitNOFILE" in findings(run, "--sockets", str(limit * 2))["open files"]["mend"]
    assert findings(run, "--sockets", str(limit * 2), "--workers", "4")["open files"]["well"]


def test_a_site_with_an_origin_that_leads_nowhere(run: Run) -> None:
    key = actions.create("Hill", ["https://hill.invalid"]).key
    assert "spelled right" in findings(run)[f"site Hill ({key})"]["found"]


def test_a_site_without_encryption(run: Run) -> None:
    key = actions.create("Hill", ["http://hill.invalid"]).key
    assert "not encrypted" in findings(run)[f"site Hill ({key})"]["found"]


@pytest.mark.both
def test_a_server_that_is_well_is_found_well(server: Server) -> None:
    found = {f["about"]: f for f in json.loads(server.look("doctor", "--json"))}
    assert found["pages at PUBLIC_URL"]["found"] == "arrive"
    assert found["WebSocket at PUBLIC_URL"]["found"] == "both ways"
    assert found["site Fernhill Bikes (fernhill)"]["well"]


def test_a_server_that_takes_another_origin(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    found = served(monkeypatch, server.shop)["WebSocket at PUBLIC_URL"]
    assert not found.well
    assert "PUBLIC_URL" in found.mend


def test_a_proxy_that_passes_no_websocket_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering("HTTP/1.1 200 OK") as url:
        found = served(monkeypatch, url)["WebSocket at PUBLIC_URL"]
    assert not found.well
    assert "HTTP/1.1 200 OK" in found.found
    assert "Upgrade" in found.mend


def test_a_proxy_that_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering("HTTP/1.1 404 Not Found") as url:
        found = served(monkeypatch, url)
    assert list(found) == ["pages at PUBLIC_URL"]
    assert "Host" in found["pages at PUBLIC_URL"].mend


def test_a_clock_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering("HTTP/1.1 200 OK", "Date: Tue, 04 Mar 2025 10:00:00 GMT") as url:
        assert not served(monkeypatch, url)["clock at PUBLIC_URL"].well


def test_metrics_that_everybody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "THIS_MACHINE", frozenset())
    with answering("HTTP/1.1 200 OK") as url:
        assert "BLUEPHONE_METRICS_TOKEN" in served(monkeypatch, url)["metrics at PUBLIC_URL"].mend


def test_where_nothing_is_served_yet_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = served(monkeypatch, f"http://127.0.0.1:{free_port()}").values()
    assert found.well
    assert "not looked at" in found.found
