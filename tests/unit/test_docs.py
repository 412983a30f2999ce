"""The documents say what the code does: the protocol by decoding its examples, the settings by name."""

import ast
import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from server.chat.log import AT_A_SCREEN
from server.wire import agent, insider, nouns, visitor
from server.wire.closing import Closing
from server.wire.codec import (
    AGENT_COMMANDS,
    AGENT_EVENTS,
    INSIDER_COMMANDS,
    INSIDER_EVENTS,
    VISITOR_COMMANDS,
    VISITOR_EVENTS,
    Codec,
)
from server.wire.limits import LIMITS

CHAPTERS: list[tuple[str, Any, Codec[Any]]] = [
    ("What a visitor says", visitor.VisitorCommand, VISITOR_COMMANDS),
    ("What a visitor hears", visitor.VisitorEvent, VISITOR_EVENTS),
    ("What an agent says", agent.AgentCommand, AGENT_COMMANDS),
    ("What an agent hears", agent.AgentEvent, AGENT_EVENTS),
    ("What an insider says", insider.InsiderCommand, INSIDER_COMMANDS),
    ("What an insider hears", insider.InsiderEvent, INSIDER_EVENTS),
]


def chapter(text: str, title: str) -> str:
    """What stands under a `##` heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no chapter {title!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of a chapter's table, without its head."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line] for line in lines[2:]]


def tags(union: Any) -> list[str]:
    return sorted(struct.__struct_config__.tag for struct in get_args(union))


@pytest.fixture
def protocol(root: Path) -> str:
    return (root / "docs/protocol.md").read_text()


@pytest.mark.parametrize(("title", "union", "codec"), CHAPTERS, ids=[title for title, _, _ in CHAPTERS])
def test_every_command_and_event_has_an_example_that_decodes(
    protocol: str, title: str, union: Any, codec: Codec[Any]
) -> None:
    sections = re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", chapter(protocol, title), re.MULTILINE | re.DOTALL)
    assert sorted(name for name, _ in sections) == tags(union)
    for name, section in sections:
        (example,) = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
        assert codec.decode(example).__struct_config__.tag == name


def test_every_entry_is_told(protocol: str) -> None:
    public = set(tags(nouns.PublicBody))
    told = {name: seen for name, _, seen, _ in rows(chapter(protocol, "Entries"))}
    assert told == {name: "yes" if name in public else "no" for name in tags(nouns.TeamBody)}


def test_what_shows_reading_is_told(protocol: str) -> None:
    told = {name for name, _, _, shows in rows(chapter(protocol, "Entries")) if shows == "yes"}
    assert told == {body.__struct_config__.tag for body in AT_A_SCREEN}


def test_every_refusal_is_told(protocol: str) -> None:
    assert [code for code, _ in rows(chapter(protocol, "Refusals"))] == list(get_args(nouns.RefusalCode))


def test_every_reason_of_the_desk_is_told(protocol: str) -> None:
    assert [because for because, _ in rows(chapter(protocol, "Why it is somebody's"))] == list(get_args(nouns.Because))


def test_every_reason_to_leave_is_told(protocol: str) -> None:
    for reason in get_args(visitor.Reason):
        assert f"`{reason}`" in protocol


def test_every_close_code_is_told_in_its_own_words(protocol: str) -> None:
    assert rows(chapter(protocol, "Close codes")) == [
        [str(int(code)), code.name.lower(), code.explanation, "yes" if code.reconnect else "no"] for code in Closing
    ]


def test_every_limit_is_told_with_its_value(protocol: str) -> None:
    told = {name: int(value) for name, value, _ in rows(chapter(protocol, "Limits"))}
    assert told == msgspec.to_builtins(LIMITS)


def settings_read(path: Path) -> set[str]:
    """Every name that looks like a setting among a module's strings."""
    pattern = re.compile(r"^(?:BLUEPHONE_[A-Z_]+|DATABASE_URL|REDIS_URL|SECRET_KEY|PUBLIC_URL)$")
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.match(node.value)
    }


def test_every_setting_is_told(root: Path) -> None:
    read = {name for path in (root / "server").rglob("*.py") for name in settings_read(path)}
    told = set(re.findall(r"^\| `([A-Z_]+)`", (root / "docs/configure.md").read_text(), re.MULTILINE))
    assert len(read) > 5
    assert told == read


def test_every_link_between_documents_leads_somewhere(root: Path) -> None:
    for page in [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(root)} leads to {target}, which is not there"
