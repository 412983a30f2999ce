"""Logs say what happened, and nothing that people wrote."""

import io
import logging
from collections.abc import Iterator

import pytest

from server import log


class Terminal(io.StringIO):
    """What an operator looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """Logs go to a terminal, until the test is over."""
    root = logging.getLogger()
    before = root.handlers[:]
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    log.configure()
    yield screen
    monkeypatch.undo()
    log.configure()
    root.handlers[:] = before


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
