"""Somebody outside the team helps in one conversation, by a link: what they see, what they cannot, and how it ends."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SITE, Stage
from tests.browser.people import PATIENCE_MS, Agent, Visitor, complaints_of_axe, hears

WITHIN_MS = 5_000
"""By then whoever came in by a link that is good no more is out."""

ASK = """async ([method, path, body]) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const answer = await fetch(`/api/v1/${path}`, {
    method,
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : await answer.json();
}"""


class Insider:
    """Somebody who follows a link, in a browser that knows nothing of this server."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def says(self, text: str) -> None:
        composer = self.page.get_by_role("textbox", name=re.compile("^Write to "))
        composer.fill(text)
        composer.press("Enter")

    def notes(self, text: str) -> None:
        tabs = self.page.get_by_role("group", name="What you write")
        tabs.get_by_role("button", name=re.compile("^Note")).click()
        note = self.page.get_by_role("textbox", name="Write a note to the team")
        note.fill(text)
        note.press("Enter")

    def hears(self, *texts: str) -> None:
        hears(self.page.get_by_role("log"), texts)

    def reads(self, text: str, within_ms: int = PATIENCE_MS) -> None:
        expect(self.page.get_by_role("heading", name=text)).to_be_visible(timeout=within_ms)


class Scene:
    """A visitor whom the shop's own agent has."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.agent: Agent = stage.agent()
        self.visitor: Visitor = stage.visitor()
        self.visitor.picks_up_the_phone()
        self.visitor.says("My back wheel is bent.")
        self.agent.sees_it_ring("My back wheel is bent.")
        self.agent.picks_up()
        self.conversation = self.agent.page.url.rsplit("/", 1)[-1]

    def invites(self, name: str = "Olaf Berg", hours: int = 24) -> dict[str, str]:
        """A link for somebody, made by the agent."""
        body = {"name": name, "why": "he builds our wheels", "hours": hours}
        made: dict[str, str] = self._ask("POST", "", body)
        return made

    def closes(self) -> None:
        """The agent puts the phone down, by the key for it."""
        self.agent.page.keyboard.press("Escape")
        self.agent.page.keyboard.press("e")

    def withdraws(self, link: dict[str, str]) -> None:
        self._ask("DELETE", f"/{link['id']}", None)

    def follows(self, link: dict[str, str], **options: object) -> Insider:
        """Whoever it is for opens the link."""
        page = self.stage.context(**options).new_page()
        page.goto(link["url"])
        expect(page.get_by_role("log")).to_be_visible(timeout=PATIENCE_MS)
        return Insider(page)

    def _ask(self, method: str, path: str, body: dict[str, object] | None) -> dict[str, str]:
        where = f"sites/{SITE}/conversations/{self.conversation}/insiders{path}"
        answer: dict[str, str] = self.agent.page.evaluate(ASK, [method, where, body])
        return answer


@pytest.fixture
def scene(stage: Stage) -> Scene:
    return Scene(stage)


def test_an_insider_helps_by_a_link_and_leaves(scene: Scene) -> None:
    link = scene.invites()
    olaf = scene.follows(link)
    key = link["url"].rsplit("#", 1)[-1]
    assert key not in olaf.page.url
    expect(olaf.page.get_by_text("Ana asked you in.")).to_be_visible()
    expect(olaf.page.get_by_text("he builds our wheels").first).to_be_visible()
    expect(olaf.page.get_by_text("You appear as Olaf Berg.")).to_be_visible()
    expect(olaf.page.get_by_text(re.compile("^Your link ends tomorrow"))).to_be_visible()
    olaf.hears("My back wheel is bent.")

    olaf.says("Does it rub at one spot?")
    scene.visitor.hears("My back wheel is bent.", "Does it rub at one spot?")
    scene.agent.hears("My back wheel is bent.", "Does it rub at one spot?")
    olaf.notes("Two spokes are gone, it needs the workshop.")
    scene.agent.hears("Two spokes are gone, it needs the workshop.")
    expect(scene.visitor.panel.get_by_text("Two spokes are gone")).to_have_count(0)

    olaf.page.reload()
    olaf.hears("Does it rub at one spot?", "Two spokes are gone, it needs the workshop.")
    scene.visitor.says("Yes, at one.")
    olaf.hears("Does it rub at one spot?", "Yes, at one.")

    olaf.page.get_by_role("button", name="Leave the conversation").click()
    olaf.page.get_by_role("button", name="Leave now").click()
    olaf.reads("You left the conversation.")
    expect(olaf.page.get_by_text("Yes, at one.")).to_have_count(0)
    olaf.page.goto(link["url"])
    olaf.reads("This link opens nothing any more.")


def test_who_came_in_by_a_link_that_was_withdrawn_is_out_within_five_seconds(scene: Scene) -> None:
    link = scene.invites()
    olaf = scene.follows(link)
    olaf.page.get_by_role("textbox").fill("I was about to say")
    began = time.monotonic()
    scene.withdraws(link)
    olaf.reads("Your link was withdrawn.", WITHIN_MS)
    assert time.monotonic() - began < WITHIN_MS / 1000
    expect(olaf.page.get_by_text("My back wheel is bent.")).to_have_count(0)
    expect(olaf.page.get_by_text("I was about to say")).to_be_visible()


def test_the_link_closes_with_the_visit_and_says_so(scene: Scene) -> None:
    olaf = scene.follows(scene.invites())
    scene.closes()
    expect(olaf.page.get_by_text(re.compile("^This conversation is closed"))).to_be_visible(timeout=PATIENCE_MS)
    expect(olaf.page.get_by_role("textbox")).to_have_count(0)
    scene.visitor.says("One thing more")
    expect(olaf.page.get_by_role("textbox")).to_be_visible(timeout=PATIENCE_MS)
    scene.visitor.leaves()
    olaf.reads(" left.")


def test_words_wait_while_the_line_is_down(scene: Scene) -> None:
    olaf = scene.follows(scene.invites())
    olaf.page.context.set_offline(True)
    expect(olaf.page.get_by_text(re.compile("^The line dropped"))).to_be_visible(timeout=PATIENCE_MS)
    olaf.says("I can be there at four.")
    olaf.page.context.set_offline(False)
    scene.visitor.hears("I can be there at four.")
    olaf.hears("I can be there at four.")


def test_without_a_link_there_is_nothing(stage: Stage) -> None:
    page = stage.context().new_page()
    page.goto(f"{stage.server.url}/with")
    Insider(page).reads("This page opens by a link. Follow the one you were sent.")
    page.goto(f"{stage.server.url}/with#no-such-key")
    Insider(page).reads("This link opens nothing any more.")


def test_the_keyboard_is_enough(scene: Scene) -> None:
    olaf = scene.follows(scene.invites())
    keys = olaf.page.keyboard
    composer = olaf.page.get_by_role("textbox", name=re.compile("^Write to "))
    expect(composer).to_be_focused()
    keys.press("Escape")
    keys.press("n")
    expect(olaf.page.get_by_role("textbox", name="Write a note to the team")).to_be_focused()
    keys.press("Escape")
    keys.press("r")
    expect(composer).to_be_focused()
    leave = olaf.page.get_by_role("button", name="Leave the conversation")
    leave.focus()
    keys.press("Enter")
    expect(olaf.page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(leave).to_be_focused()


LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 800}}, id="light"),
    pytest.param(
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}, id="dark", marks=pytest.mark.long
    ),
    pytest.param({"viewport": {"width": 390, "height": 780}, "has_touch": True}, id="phone"),
    pytest.param({"viewport": {"width": 320, "height": 256}}, id="400 %", marks=pytest.mark.long),
]


@pytest.mark.parametrize("options", LOOKS)
def test_every_state_is_open_to_all_and_nothing_is_cut_off(scene: Scene, axe: str, options: dict[str, object]) -> None:
    link = scene.invites()
    olaf = scene.follows(link, **options)
    olaf.says("Does it rub at one spot?")
    olaf.notes("Two spokes are gone, it needs the workshop.")
    olaf.hears("Does it rub at one spot?", "Two spokes are gone, it needs the workshop.")
    complaints: list[str] = []

    def look(state: str) -> None:
        complaints.extend(f"{state}: {c}" for c in complaints_of_axe(olaf.page, axe))
        assert olaf.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{state} is wider than the window"
        )

    look("talking")
    olaf.page.get_by_role("button", name="Leave the conversation").click()
    look("leaving")
    scene.withdraws(link)
    olaf.reads("Your link was withdrawn.")
    look("withdrawn")
    assert not complaints, "\n".join(complaints)
