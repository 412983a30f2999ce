"""Logs say what happened, and nothing that people wrote."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from django.test import Client
from pytest_django import Settings

from server import log
from server.live.offload import offload
from tests.support.ports import free_port


class Terminal(io.StringIO):
    """What an operator looks at."""

    def isatty(self) -> bool:
        return True


@contextmanager
def logging_to(screen: io.StringIO) -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", screen)
        log.configure()
        yield
    log.configure()
    root.handlers[:] = before


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Logs go to a terminal, until the test is over."""
    screen = Terminal()
    with logging_to(screen):
        yield screen


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Logs go to a file, as JSON."""
    file = io.StringIO()
    with logging_to(file):
        yield file


def store(text: str) -> None:
    raise OSError(f"disk full, {len(text)} characters are not stored")


def test_a_failure_is_told_without_the_words_it_happened_to(terminal: Terminal) -> None:
    try:
        store("my darkest secret")
    except OSError:
        logging.getLogger("server.test").exception("not_stored")
    said = terminal.getvalue()
    assert "not_stored" in said
    assert "in store" in said, "an engineer sees where"
    assert "disk full" in said
    assert "darkest" not in said.replace('store("my darkest secret")', "")


def test_a_proxys_id_is_taken_over_if_it_is_sane() -> None:
    assert log.request_id("0af7651916cd43dd8448eb211c80319c") == "0af7651916cd43dd8448eb211c80319c"
    for odd in (None, "", "short", "x" * 65, "with blanks", 'a"quoted"one', "zeilen\numbruch"):
        made = log.request_id(odd)
        assert made != odd
        assert len(made) == 22


def test_every_line_of_a_request_carries_its_id(
    client: Client, transactional_db: None, logged: io.StringIO, settings: Settings
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/health/ready", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer["X-Request-ID"] == "from-the-proxy-1"
    line = json.loads(logged.getvalue())
    assert (line["event"], line["request"]) == ("redis_does_not_answer", "from-the-proxy-1")
    another = client.get("/health/live")["X-Request-ID"]
    assert another != client.get("/health/live")["X-Request-ID"]


async def test_work_in_a_thread_tells_whose_it_is(logged: io.StringIO) -> None:
    with log.about(socket="the-socket"):
        await offload(structlog.get_logger().warning, "from a thread")
    await offload(structlog.get_logger().warning, "afterwards")
    first, second = map(json.loads, logged.getvalue().splitlines())
    assert first["socket"] == "the-socket"
    assert "socket" not in second


def test_what_json_cannot_write_is_told_by_kind(logged: io.StringIO) -> None:
    logging.getLogger("server.test").warning("odd", extra={"_": 0})
    structlog.get_logger("server.test").warning("odd", thing={"words"})
    assert "words" not in logged.getvalue()
    assert json.loads(logged.getvalue().splitlines()[-1])["thing"] == "<set>"


def test_asyncio_tells_what_failed_and_not_its_text(logged: io.StringIO) -> None:
    error = ValueError("secret")
    said = f"Task exception was never retrieved\nfuture: <Task exception={error!r}>"
    logging.getLogger("asyncio").error(said, exc_info=error)
    line = json.loads(logged.getvalue())
    assert line["event"] == "Task exception was never retrieved"
    assert "ValueError" in line["exception"]
    assert "secret" not in logged.getvalue()
