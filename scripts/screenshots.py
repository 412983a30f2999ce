"""`make screenshots`: pictures of the real thing, for the README and for whoever wants to look at it.

A demo server, some visitors and an agent, in a real browser: what is on the pictures has happened.
"""

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import PATIENCE_MS, Agent, Visitor
from tests.support.browser import running_browser
from tests.support.server import Server, running_server

IMAGES = Path(__file__).parent.parent / "docs/images"

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

Theme = Literal["light", "dark"]

QUESTION = "Does the hand-built wheel fit my Ridgeline from 2019? The rear one has a wobble."
ANSWER = "It does, if the frame takes a **135 mm** hub. Yours should: is there a *quick release* on it?"
REPLY = "Yes, a lever. I could bring it in on Thursday 🚲"
NOTE = "Tom has two of these hubs left. I put one aside."
OTHER_QUESTION = "Do you buy back the Pup 20 when she has grown out of it?"


@contextmanager
def somebody(browser: Browser, device: dict[str, Any], theme: Theme) -> Iterator[Any]:
    """A browser of one person, with two pixels a point."""
    context = browser.new_context(
        **device, color_scheme=theme, device_scale_factor=2, locale="en-GB", timezone_id="Europe/London"
    )
    try:
        yield context
    finally:
        context.close()


def take(page: Page, name: str) -> None:
    """One picture, when nothing moves any more."""
    page.wait_for_timeout(600)  # the panel's longest movement is 320 ms
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


def play(browser: Browser, server: Server, theme: Theme) -> None:
    """The story of one theme, and its pictures."""
    with (
        somebody(browser, DESK, theme) as desk,
        somebody(browser, DESK, theme) as shop,
        somebody(browser, PHONE, theme) as pocket,
        somebody(browser, PHONE, theme) as other_pocket,
    ):
        agent, visitor, walker = Agent(desk, server), Visitor(shop, server), Visitor(pocket, server)
        agent_on_the_way = Agent(other_pocket, server)
        agent.enters(server.link())
        take(agent.page, f"console-empty-desktop-{theme}")
        agent.is_here()
        visitor.opens_the_shop()
        visitor.picks_up_the_phone()
        take(visitor.page, f"widget-open-desktop-{theme}")
        visitor.says(QUESTION)
        agent.sees_it_ring(QUESTION)
        take(agent.page, f"console-ringing-desktop-{theme}")
        agent.picks_up()
        agent.says(ANSWER)
        expect(visitor.log.get_by_text("135 mm")).to_be_visible(timeout=PATIENCE_MS)
        visitor.says(REPLY)
        agent.hears(REPLY)
        agent.notes(NOTE)
        visitor.composer.fill("")
        take(visitor.page, f"widget-desktop-{theme}")
        walker.opens_the_shop()
        walker.picks_up_the_phone()
        take(walker.page, f"widget-open-phone-{theme}")
        walker.says(OTHER_QUESTION)
        agent.sees_it_ring(OTHER_QUESTION)
        take(agent.page, f"console-desktop-{theme}")
        take(walker.page, f"widget-phone-{theme}")
        agent_on_the_way.enters(server.run("agent", "link", "ana@fernhill.example").split()[-1])
        take(agent_on_the_way.page, f"console-ringing-phone-{theme}")
        agent_on_the_way.page.goto(agent.page.url)
        agent_on_the_way.hears(REPLY)
        take(agent_on_the_way.page, f"console-phone-{theme}")
        together(browser, visitor.page, agent.page, theme)
        walker.leaves()
        take(walker.page, f"widget-left-phone-{theme}")
        walker.says_why("Too expensive", "Lovely bicycles, but two children grow faster than one salary.")
        visitor.leaves()
        for page, heading in (("Settings", "Settings"), ("Team", "Team"), ("Leaving", "Who left")):
            agent.page.get_by_role("link", name=page, exact=True).first.click()
            expect(agent.page.get_by_role("heading", name=heading).first).to_be_visible(timeout=PATIENCE_MS)
            take(agent.page, f"console-{page.lower()}-desktop-{theme}")


def together(browser: Browser, left: Page, right: Page, theme: Theme) -> None:
    """Both sides of one conversation in one picture."""
    if theme == "dark":
        return
    left.set_viewport_size({"width": 620, "height": 900})
    right.set_viewport_size({"width": 1180, "height": 900})
    left.wait_for_timeout(600)
    sides = [f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}" for page in (left, right)]
    page = browser.new_page(viewport={"width": 1880, "height": 980}, device_scale_factor=1)
    page.set_content(
        "<style>body{margin:0;padding:40px 32px;display:flex;gap:16px;background:#e7e4dd}"
        "img{height:900px;border-radius:12px;box-shadow:0 8px 32px #0003}</style>"
        + "".join(f'<img src="{side}">' for side in sides)
    )
    take(page, "together")
    page.close()
    left.set_viewport_size(DESK["viewport"])  # type: ignore[arg-type]
    right.set_viewport_size(DESK["viewport"])  # type: ignore[arg-type]


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    themes: tuple[Theme, ...] = ("light", "dark")
    # A frame in a process of its own is drawn with one pixel a point, and blurred.
    with running_browser("--disable-site-isolation-trials") as browser:
        for theme in themes:
            with tempfile.TemporaryDirectory() as data, running_server(Path(data)) as server:
                play(browser, server, theme)


if __name__ == "__main__":
    main()
