"""Whose browsers the pictures are taken in, and taking them."""

import base64
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.people import Agent, Visitor
from tests.support.server import Server

IMAGES: Final = Path(__file__).parents[2] / "docs/images"

DESK: Final[dict[str, Any]] = {"viewport": {"width": 1440, "height": 900}}
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


@dataclass
class Camera:
    """The pictures of one theme."""

    browser: Browser
    server: Server
    theme: Theme
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def visitor(self, device: dict[str, Any]) -> Visitor:
        """Somebody new, on the shop's page."""
        visitor = Visitor(self._somebody(device), self.server)
        visitor.opens_the_shop()
        return visitor

    def owner(self, device: dict[str, Any]) -> Agent:
        """Ana, in one more browser of hers."""
        agent = Agent(self._somebody(device), self.server)
        agent.enters(self.server.run("agent", "link", "ana@fernhill.example").split()[-1])
        return agent

    def colleague(self, site: str, name: str) -> Agent:
        """Somebody who joins the team."""
        agent = Agent(self._somebody(DESK), self.server)
        invite = re.search(r"\S+/join/\S+", self.server.run("agent", "invite", "--site", site, "--name", name))
        assert invite
        agent.joins(invite[0], name)
        return agent

    def take(self, page: Page, name: str) -> None:
        """One picture, when nothing moves any more."""
        page.wait_for_timeout(600)  # the panel's longest movement is 320 ms
        self._keep(page, f"{name}-{self.theme}")

    def take_together(self, left: Page, right: Page) -> None:
        """Both sides of one conversation in one picture."""
        left.set_viewport_size({"width": 620, "height": 900})
        right.set_viewport_size({"width": 1180, "height": 900})
        left.wait_for_timeout(600)
        sides = [f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}" for page in (left, right)]
        page = self.browser.new_page(viewport={"width": 1880, "height": 980}, device_scale_factor=1)
        page.set_content(
            "<style>body{margin:0;padding:40px 32px;display:flex;gap:16px;background:#e7e4dd}"
            "img{height:900px;border-radius:12px;box-shadow:0 8px 32px #0003}</style>"
            + "".join(f'<img src="{side}">' for side in sides)
        )
        self._keep(page, "together")
        page.close()
        for side in (left, right):
            side.set_viewport_size(DESK["viewport"])

    def _keep(self, page: Page, name: str) -> None:
        page.screenshot(path=IMAGES / f"{name}.png")
        print(f"docs/images/{name}.png", flush=True)

    def _somebody(self, device: dict[str, Any]) -> BrowserContext:
        """A browser of one person, with two pixels a point."""
        context = self.browser.new_context(
            **device, color_scheme=self.theme, device_scale_factor=2, locale="en-GB", timezone_id="Europe/London"
        )
        self._open.callback(context.close)
        return context
