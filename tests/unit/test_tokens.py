"""The look's values: darkness by choice and darkness by the system are the same darkness."""

import re
from pathlib import Path

DARK_BY_CHOICE = re.compile(r'^\[data-theme="dark"\],[^{]*\{([^}]*)\}', re.MULTILINE)
DARK_BY_SYSTEM = re.compile(r"^@media \(prefers-color-scheme: dark\) \{[^{]*\{([^}]*)\}", re.MULTILINE)


def declarations(block: str) -> list[str]:
    plain = re.sub(r"/\*.*?\*/", "", block, flags=re.DOTALL)
    return sorted(" ".join(line.split()) for line in plain.split(";") if line.strip())


def test_both_dark_themes_are_the_same(root: Path) -> None:
    css = (root / "widget/src/paper/tokens.css").read_text()
    (by_choice,), (by_system,) = DARK_BY_CHOICE.findall(css), DARK_BY_SYSTEM.findall(css)
    assert len(declarations(by_choice)) > 30
    assert declarations(by_choice) == declarations(by_system)


def test_the_pages_of_the_server_have_the_same_tokens(root: Path) -> None:
    assert (root / "server/pages/static/pages/tokens.css").read_text() == (
        root / "widget/src/paper/tokens.css"
    ).read_text()
