"""The pages on which an owner sets and reads, on a desk and on a phone."""

from typing import Final

from playwright.sync_api import expect

from scripts.screenshots.camera import Camera
from tests.browser.conftest import SITE
from tests.browser.people import PATIENCE_MS, Agent

PAGES: Final = {
    "week": "The week",
    "roster": "Roster",
    "routing": "Routing",
    "team": "Team",
    "leaving": "Who left",
    "settings": "Settings",
}
"""By address: what stands at its head."""


def visit(camera: Camera, desk: Agent, pocket: Agent) -> None:
    """Each page, on both."""
    for device, agent in (("desktop", desk), ("phone", pocket)):
        for page, heading in PAGES.items():
            agent.page.goto(f"{camera.server.url}/console/{SITE}/{page}")
            expect(agent.page.get_by_role("heading", name=heading).first).to_be_visible(timeout=PATIENCE_MS)
            agent.page.wait_for_load_state("networkidle")
            agent.page.get_by_role("heading", name=heading).first.click()
            camera.take(agent.page, f"console-{page}-{device}")
