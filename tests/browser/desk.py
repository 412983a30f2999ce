"""What agents do at the desk, and where a test looks to see it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SITE, Stage
from tests.browser.people import PATIENCE_MS, Agent, Visitor, complaints_of_axe

ASK_THE_SERVER = """async ([path, change]) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)[1];
  const headers = {"content-type": "application/json", "x-csrftoken": token};
  const answer = await fetch(`/api/v1/${path}`, {method: "PATCH", headers, body: JSON.stringify(change)});
  if (!answer.ok) throw new Error(await answer.text());
}"""


MAKE_A_TEAM = """async ([site, name, members]) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)[1];
  const headers = {"content-type": "application/json", "x-csrftoken": token};
  const all = await (await fetch(`/api/v1/sites/${site}/team`)).json();
  const ids = all.filter((one) => members.includes(one.name)).map((one) => one.id);
  const body = JSON.stringify({name, members: ids});
  const answer = await fetch(`/api/v1/sites/${site}/teams`, {method: "POST", headers, body});
  if (!answer.ok) throw new Error(await answer.text());
}"""


class Looked:
    """What axe-core said, and where."""

    def __init__(self, axe: str) -> None:
        self.axe = axe
        self.complaints: list[str] = []

    def at(self, state: str, page: Page) -> None:
        """Look at this state of a page."""
        self.complaints += [f"{state}: {complaint}" for complaint in complaints_of_axe(page, self.axe)]


def rules(agent: Agent, **change: object) -> None:
    """The site's rules of routing, as an owner's page changes them."""
    agent.page.evaluate(ASK_THE_SERVER, [f"sites/{SITE}/routing", change])


def team(agent: Agent, name: str, *members: str) -> None:
    """These make a team of this name."""
    agent.page.evaluate(MAKE_A_TEAM, [SITE, name, list(members)])


def calls(stage: Stage, words: str) -> Visitor:
    """Somebody new writes these first words."""
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says(words)
    visitor.sees_them_safe()
    return visitor


def answers(agent: Agent, words: str) -> None:
    """Pick up the call with these words, and be there."""
    agent.sees_it_ring(words)
    agent.picks_up()
    expect(happening(agent, "You picked up.")).to_be_visible(timeout=PATIENCE_MS)


def row(agent: Agent, section: str) -> Locator:
    """The rows of a section of the line."""
    return agent.page.get_by_role("region", name=section, exact=True).locator("[data-row]")


def happening(agent: Agent, line: str | re.Pattern[str]) -> Locator:
    """One line of the log that tells what happened."""
    return agent.log.locator(".event").filter(has_text=line)


def is_away(agent: Agent) -> None:
    """Take no calls."""
    agent.presence.click()
    agent.page.get_by_role("radio", name=re.compile("^Away")).check()
    agent.page.keyboard.press("Escape")
    expect(agent.page.get_by_role("button", name=re.compile("Away: change")).filter(visible=True)).to_be_visible()


def leave_the_field(agent: Agent) -> None:
    """Keys are letters in a field, and commands outside of it."""
    agent.page.evaluate("document.activeElement.blur()")


def asks(agent: Agent, key: str, whom: str, why: str) -> None:
    """Bring somebody in (B), or hand over (H)."""
    leave_the_field(agent)
    agent.page.keyboard.press(key)
    dialog = agent.page.get_by_role("dialog")
    dialog.get_by_label("Why, in a line").fill(why)
    dialog.get_by_role("radio", name=re.compile(f"^{whom}")).check()
    dialog.get_by_role("button", name=re.compile("^(Ask them in|Hand over)$")).click()
    expect(dialog).to_have_count(0)


def rings_for(one: Agent, other: Agent) -> bool:
    """Whether it rings for the first of the two; it rings for one of them."""
    for _ in range(150):
        if one.ring.is_visible() or other.ring.is_visible():
            return one.ring.is_visible()
        one.page.wait_for_timeout(100)
    raise AssertionError("It rings for nobody.")


def takes_one_at_a_time(agent: Agent) -> None:
    """One place, so that whoever comes second waits."""
    agent.presence.click()
    fewer = agent.page.get_by_role("button", name="One fewer")
    while fewer.get_attribute("aria-disabled") != "true":
        places = agent.page.get_by_role("status").filter(has_text="conversation").first.inner_text()
        fewer.click()
        expect(agent.page.get_by_text(places, exact=True)).to_have_count(0)
    agent.page.keyboard.press("Escape")
