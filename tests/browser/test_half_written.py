"""What an agent has half written is there again when their page or their whole browser died, and nobody waits for them."""

import contextlib
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import Stage
from tests.browser.desk import asks
from tests.browser.people import PATIENCE_MS, Agent, Visitor
from tests.support.laptop import Laptop

THOUGHT_MS = 300
"""Of what is typed less than this before the battery is out, a key or two may be lost."""
FLUSHED_MS = 5_500
"""Chromium writes a page's storage to the disk five seconds after its first change, and then only once a minute."""
HALF = "Then it is the left one, which"


def is_asked(stage: Stage, agent: Agent) -> Visitor:
    """Somebody calls, and the agent has begun to answer."""
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("My brakes squeal.")
    agent.sees_it_ring("My brakes squeal.")
    agent.picks_up()
    agent.says("Which one?")
    visitor.hears("My brakes squeal.", "Which one?")
    visitor.says("The left one.")
    agent.hears("My brakes squeal.", "Which one?", "The left one.")
    return visitor


def test_half_an_answer_outlives_its_page(stage: Stage) -> None:
    agent = stage.agent()
    is_asked(stage, agent)
    where = agent.page.url
    agent.composer.press_sequentially(HALF)
    with contextlib.suppress(Error):
        agent.page.goto("chrome://crash")
    agent = Agent(agent.context, stage.server)
    agent.page.goto(where)
    expect(agent.composer).to_have_value(HALF, timeout=PATIENCE_MS)


def sits_down(stage: Stage, laptop: Laptop) -> Agent:
    """The agent signs in on their laptop, and is here."""
    agent = Agent(laptop.context, stage.server)
    agent.enters(stage.server.link())
    agent.is_here()
    return agent


def writes_and_dies(agent: Agent, laptop: Laptop) -> None:
    """Their browser is killed a moment after they typed, and started again. They had signed in in the morning."""
    agent.composer.press_sequentially("Give me a moment.")
    agent.page.wait_for_timeout(FLUSHED_MS)
    agent.composer.fill("")
    agent.composer.press_sequentially(HALF)
    agent.page.wait_for_timeout(THOUGHT_MS)
    # Cookies take Chromium half a minute to the disk.
    of_this_morning: Any = laptop.context.cookies()
    laptop.kill()
    laptop.start()
    laptop.context.add_cookies(of_this_morning)


def test_half_an_answer_outlives_its_browser(stage: Stage, laptop: Laptop) -> None:
    agent = sits_down(stage, laptop)
    is_asked(stage, agent)
    where = agent.page.url
    writes_and_dies(agent, laptop)
    agent = Agent(laptop.context, stage.server)
    agent.page.goto(where)
    expect(agent.composer).to_have_value(HALF, timeout=PATIENCE_MS)


@pytest.mark.long
def test_half_an_answer_outlives_its_browser_and_a_colleague_goes_on_meanwhile(stage: Stage, laptop: Laptop) -> None:
    agent = sits_down(stage, laptop)
    is_asked(stage, agent)
    where = agent.page.url
    colleague = stage.colleague("Tom")
    writes_and_dies(agent, laptop)
    colleague.is_here()
    colleague.sees_it_ring("The left one.", within_ms=60_000)
    colleague.picks_up()
    colleague.hears("My brakes squeal.", "Which one?", "The left one.")

    agent = Agent(laptop.context, stage.server)
    agent.page.goto(where)
    expect(agent.page.get_by_text("Your reply was not sent, and is kept:")).to_contain_text(HALF, timeout=PATIENCE_MS)
    asks(colleague, "h", "Ana", "You had begun to answer.")
    agent.sees_it_ring("The left one.")
    agent.picks_up()
    expect(agent.composer).to_have_value(HALF)
