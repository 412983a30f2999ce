"""Every state of the desk on an agent's screen, looked at in every way that people look."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SITE, Stage
from tests.browser.deskline import TALK, AgentLine
from tests.browser.deskstates import STATES
from tests.browser.people import PATIENCE_MS, complaints_of_axe

SEEN: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark, on a small desk": {"viewport": {"width": 1024, "height": 768}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "narrow": {"viewport": {"width": 320, "height": 568}},
    "zoomed to 400 %": {"viewport": {"width": 360, "height": 225}},
    "forced colours": {"viewport": {"width": 1280, "height": 720}, "forced_colors": "active"},
}
"""How a console may be looked at."""
SHORT = {"light"}
"""What `make test` looks with; the long form looks with all."""


@pytest.mark.parametrize("how", [pytest.param(h, marks=() if h in SHORT else pytest.mark.long) for h in SEEN])
def test_every_state_of_the_desk_is_for_everybody(stage: Stage, axe: str, how: str) -> None:
    agent = stage.agent(**SEEN[how])
    page = agent.context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    line = AgentLine(page, STATES["ringing"].first)
    for name, state in STATES.items():
        line.first, line.entries = state.first, state.entries
        page.goto(f"{stage.server.url}/console/{SITE}/c/{TALK}")
        expect(page.get_by_role("log")).to_contain_text("My rear wheel clicks", timeout=PATIENCE_MS)
        for event in state.then:
            line.says(event)
        if state.keys:
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press(state.keys)
            expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)
        if how in {"light", "dark, on a small desk", "phone"}:
            wrong += [f"{name}: {complaint}" for complaint in complaints_of_axe(page, axe)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}: wider than the window")
        for part in (".conv > header", ".log", ".ring", "dialog", ".status"):
            if page.evaluate(
                "(s) => [...document.querySelectorAll(s)].some((e) => e.scrollWidth > e.clientWidth)", part
            ):
                wrong.append(f"{name}: {part} is wider than itself")
    assert not wrong, "\n".join(wrong)
