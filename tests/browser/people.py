"""The two people of the story, and what they do with their hands. They find things as people do: by role and name."""

import re
import time
from typing import Any

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from tests.support.server import Server

PATIENCE_MS = 15_000
REDIALLED_MS = 15_000 + PATIENCE_MS
"""After the longest pause between two tries to reach a server (`widget/src/link/backoff.ts`)."""

LET_US_LOOK = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""
"""The launcher stands in a closed shadow root, which no page can look into, and no test either."""


REDIALLING = re.compile("we’re redialling")


class Visitor:
    """Somebody on the shop's page."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.page = context.new_page()
        self.page.add_init_script(LET_US_LOOK)

    def opens_the_shop(self) -> None:
        """Come to the shop's page."""
        self.page.goto(self.server.shop)

    @property
    def launcher(self) -> Locator:
        """The phone in the corner."""
        return self.page.get_by_role("button", name=re.compile("^(Talk to us|Leave a message)"))

    @property
    def panel(self) -> FrameLocator:
        """What opens when it is picked up."""
        return self.page.frame_locator("iframe[title]")

    @property
    def composer(self) -> Locator:
        """Where words are written."""
        return self.panel.get_by_role("textbox").first

    @property
    def log(self) -> Locator:
        """What was said."""
        return self.panel.get_by_role("log")

    def picks_up_the_phone(self) -> None:
        """Open the panel, and wait until it has come up: before that, the browser hands what is clicked and typed there to the
        page around it now and then, for it has not drawn yet where the panel is.
        """
        self.launcher.click()
        expect(self.composer).to_be_visible(timeout=PATIENCE_MS)
        self.page.locator("iframe[title]").evaluate(COME_UP)

    def says(self, *texts: str) -> None:
        """Write and send each, without waiting for anything."""
        for text in texts:
            self.composer.fill(text)
            self.composer.press("Enter")

    def chooses(self, way: str) -> None:
        """One of the ways on, once all they wrote is safe and what arrives with it has arrived: nobody hits what still moves."""
        self.sees_them_safe()
        self.log.evaluate(ARRIVED)
        self.panel.get_by_role("radio", name=way).check()

    def leaves(self) -> None:
        """Let me leave: one click."""
        self.panel.get_by_role("button", name=re.compile("^Let me leave")).first.click()
        expect(self.panel.get_by_text("You have left.")).to_be_visible(timeout=PATIENCE_MS)

    def says_why(self, reason: str, words: str) -> None:
        """After leaving, if they like."""
        self.panel.get_by_role("button", name=reason).click()
        self.panel.get_by_role("textbox", name="In your own words").fill(words)
        self.panel.get_by_role("button", name="Send", exact=True).click()
        expect(self.panel.get_by_text("Thank you for saying why.")).to_be_visible(timeout=PATIENCE_MS)

    def hears(self, *texts: str) -> None:
        """All of these stand in the log, each once, in this order."""
        hears(self.log, texts)

    def is_back(self) -> None:
        """The line stands again, after a server that was gone."""
        expect(self.panel.get_by_text(REDIALLING)).to_have_count(0, timeout=REDIALLED_MS)

    def sees_them_safe(self) -> None:
        """Nothing is on its way any more: all is stored."""
        expect(self.panel.get_by_text("Sending", exact=True)).to_have_count(0, timeout=PATIENCE_MS)
        expect(self.panel.get_by_text(re.compile("Kept, it goes|kept, they go"))).to_have_count(0, timeout=PATIENCE_MS)


class Agent:
    """Somebody who answers."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.page = context.new_page()

    def enters(self, link: str) -> None:
        """Sign in by a one-time link."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.presence).to_be_visible(timeout=PATIENCE_MS)

    def joins(self, invite: str, name: str) -> None:
        """Accept an invite, with a name and a password of one's own."""
        self.page.goto(invite)
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Email").fill(f"{name.lower()}@shop.example")
        self.page.get_by_label("Password").first.fill("three blue phones ring")
        self.page.get_by_role("button", name="Join").click()
        expect(self.presence).to_be_visible(timeout=PATIENCE_MS)

    def is_here(self) -> None:
        """Take calls."""
        self.presence.click()
        choice = self.page.get_by_role("radio", name=re.compile("^Here"))
        choice.check()
        expect(choice).to_be_checked(timeout=PATIENCE_MS)
        self.page.keyboard.press("Escape")

    @property
    def presence(self) -> Locator:
        """One's own face, and whether one takes calls."""
        return self.page.get_by_role("button", name=re.compile(r", (Here|Away): change")).filter(visible=True)

    @property
    def ring(self) -> Locator:
        """The band that comes down while somebody rings."""
        return self.page.get_by_role("alertdialog")

    @property
    def composer(self) -> Locator:
        """Where replies are written."""
        return self.page.get_by_role("textbox", name=re.compile("^Write to "))

    @property
    def log(self) -> Locator:
        """What was said in the open conversation."""
        return self.page.get_by_role("log")

    def sees_it_ring(self, text: str, within_ms: int = PATIENCE_MS) -> None:
        """It rings, with the last words of the conversation."""
        expect(self.ring).to_be_visible(timeout=within_ms)
        expect(self.ring).to_contain_text(text)

    def picks_up(self) -> None:
        """Take the call that rings."""
        self.ring.get_by_role("button", name="Pick up").click()
        expect(self.composer).to_be_visible(timeout=PATIENCE_MS)

    def says(self, *texts: str) -> None:
        """Write and send each, without waiting for anything."""
        for text in texts:
            self.composer.fill(text)
            self.composer.press("Enter")

    def notes(self, text: str) -> None:
        """Leave a note to the team, and go back to replying."""
        tabs = self.page.get_by_role("group", name="What you write")
        tabs.get_by_role("button", name=re.compile("^Note")).click()
        note = self.page.get_by_role("textbox", name="Write a note to the team")
        note.fill(text)
        note.press("Enter")
        self.hears(text)
        tabs.get_by_role("button", name=re.compile("^Reply")).click()

    def is_back(self) -> None:
        """The line stands again, after a server that was gone."""
        expect(self.page.get_by_text(REDIALLING)).to_have_count(0, timeout=REDIALLED_MS)

    def hears(self, *texts: str) -> None:
        """All of these stand in the log, each once, in this order."""
        hears(self.log, texts)


# Where each text stands among the log's elements, all looked up in one moment: a log that still moves is not torn.
PLACES = """(log, texts) => {
  const said = [...log.querySelectorAll("*")].map((e) => e.textContent.replace(/\\s+/g, " ").trim().replace(/^You: /, ""));
  return texts.map((text) => said.indexOf(text.replace(/\\s+/g, " ").trim()));
}"""


def hears(log: Locator, texts: tuple[str, ...]) -> None:
    """Wait until the log has each of the texts exactly once, in this order. What is not yet durable stands at its end."""
    for text in texts:
        expect(words(log, text)).to_have_count(1, timeout=PATIENCE_MS)
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (places := log.evaluate(PLACES, list(texts))) != sorted(places) or -1 in places:
        assert time.monotonic() < deadline, f"not in the order {texts}: {places}"
        log.page.wait_for_timeout(50)


def in_order(log: Locator, texts: list[str]) -> list[str]:
    """The texts as they stand in the log, from the top."""
    places: list[int] = log.evaluate(PLACES, texts)
    return [text for _, text in sorted(zip(places, texts, strict=True))]


def words(log: Locator, text: str) -> Locator:
    """Exactly these words, said by somebody; one's own are led by a "You" for those who cannot see whose they are."""
    return log.get_by_text(re.compile(rf"^(You: )?{re.escape(text)}$"))


COME_UP = """
async (panel) => {
  await Promise.allSettled(panel.getAnimations().map((animation) => animation.finished))
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
}
"""
ARRIVED = """
Promise.allSettled(
  document.getAnimations()
    .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
    .map((animation) => animation.finished)
)
"""
"""Waits for every animation that ends."""


def complaints_of_axe(page: Page, axe: str, frame: Any = None) -> list[str]:
    """What axe-core finds wrong, one line each. Run in the page, or in one of its frames."""
    where = frame or page.main_frame
    # By the debugger, not by a script element: the page's own policy forbids those, and is not to be weakened.
    where.evaluate(axe)
    # What is still arriving is paler than it will be.
    where.evaluate(ARRIVED)
    found: dict[str, Any] = where.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
