"""Every state of the panel while somebody is yet to come, played by hand, as everybody may look at it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SITE, Stage
from tests.browser.line import Line
from tests.browser.people import PATIENCE_MS, Visitor, complaints_of_axe
from tests.browser.states import FIRST, LINE, TALK

STATES = {
    f"{group}: {name}": state
    for group, states in (("first", FIRST), ("line", LINE), ("talk", TALK))
    for name, state in states.items()
}
PHONE = {"width": 376, "height": 700}
SEEN: dict[str, dict[str, Any]] = {
    "light": {"viewport": PHONE},
    "dark": {"viewport": PHONE, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 568}},
    "zoomed to 400 %": {"viewport": {"width": 320, "height": 256}},
    "forced colours": {"viewport": PHONE, "forced_colors": "active"},
}
"""How the panel may be looked at."""
SHORT = {"light", "dark"}
"""What `make test` looks with; the long form looks with all."""
WITH_A_TEAM = """
new MutationObserver(() => document.querySelector("script[data-site]")?.setAttribute("data-team", "Workshop"))
  .observe(document, { childList: true, subtree: true });
"""
"""The owner's tag names a team."""


@pytest.mark.parametrize("how", [pytest.param(h, marks=() if h in SHORT else pytest.mark.long) for h in SEEN])
def test_every_state_is_for_everybody(stage: Stage, axe: str, how: str) -> None:
    # Colours are judged as they stand, not while they fade in.
    page = stage.context(reduced_motion="reduce", **SEEN[how]).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    line = Line(page, next(iter(STATES.values())))
    page.goto(f"{stage.server.url}/talk/{SITE}")
    for name, state in STATES.items():
        line.says(state)
        title = page.get_by_role("heading", level=1)
        expect(title).to_be_visible(timeout=PATIENCE_MS)
        if how in {"light", "dark"}:
            wrong += [f"{name}: {complaint}" for complaint in complaints_of_axe(page, axe)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}: wider than the window")
        for inside in (".log", ".body"):
            # A line that is too long would scroll aside within the log.
            if page.evaluate(
                "(s) => [...document.querySelectorAll(s)].some((e) => e.scrollWidth > e.clientWidth)", inside
            ):
                wrong.append(f"{name}: {inside} is wider than itself")
        for way_out in ("Get me someone who can fix this", "Let me leave"):
            if not page.get_by_role("button", name=way_out).first.is_visible():
                wrong.append(f"{name}: nobody can see “{way_out}”")
    assert not wrong, "\n".join(wrong)


def test_plain_sentences_stand_until_the_rest_is_fetched(stage: Stage) -> None:
    page = stage.context(viewport=PHONE).new_page()
    page.route(re.compile("/later-"), lambda route: route.abort())
    line = Line(page, LINE["third, with a range"])
    page.goto(f"{stage.server.url}/talk/{SITE}")
    expect(page.get_by_role("log")).to_contain_text("You’re in line. Your place is kept.", timeout=PATIENCE_MS)
    line.says(LINE["nobody, hour known"])
    expect(page.get_by_role("log")).to_contain_text("Your message is kept, and the first person in sees it.")
    line.says(TALK["closed"])
    expect(page.get_by_role("log")).to_contain_text("Ana picked up.")
    page.get_by_role("button", name="Get me someone who can fix this").click()
    expect(page.get_by_role("log")).to_contain_text("Sending")
    assert len(line.commands("escalate")) == 1
    # With the next line it is fetched after all.
    page.unroute(re.compile("/later-"))
    line.first = LINE["third, with a range"]
    line.drops()
    expect(page.get_by_role("heading", name="You’re third in line.")).to_be_visible(timeout=PATIENCE_MS)


def test_the_tag_names_the_team_that_its_page_asks_for(stage: Stage) -> None:
    visitor = Visitor(stage.context(), stage.server)
    line = Line(visitor.page, FIRST["one here"])
    visitor.page.add_init_script(WITH_A_TEAM)
    visitor.opens_the_shop()
    visitor.picks_up_the_phone()
    expect(visitor.panel.get_by_role("heading", name="Ana is here.")).to_be_visible(timeout=PATIENCE_MS)
    assert [hello["team"] for hello in line.commands("hello")] == ["Workshop"]
