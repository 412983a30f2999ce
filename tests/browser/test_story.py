"""A visitor clicks, a person picks up, and whatever happens in between, no word is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.people import PATIENCE_MS, in_order


def test_they_talk_both_ways_and_a_reload_finds_everything(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Does the wheel fit my bicycle?")
    agent.sees_it_ring("Does the wheel fit my bicycle?")
    agent.picks_up()
    agent.says("Which one have you got?")
    visitor.hears("Does the wheel fit my bicycle?", "Which one have you got?")
    visitor.says("A Ridgeline from 2019.")
    agent.hears("Does the wheel fit my bicycle?", "Which one have you got?", "A Ridgeline from 2019.")

    visitor.page.reload()
    visitor.picks_up_the_phone()
    visitor.hears("Does the wheel fit my bicycle?", "Which one have you got?", "A Ridgeline from 2019.")
    agent.page.reload()
    agent.hears("Does the wheel fit my bicycle?", "Which one have you got?", "A Ridgeline from 2019.")
    agent.says("Then it does.")
    visitor.hears("A Ridgeline from 2019.", "Then it does.")


@pytest.mark.both
@pytest.mark.once
def test_the_server_is_killed_while_both_write(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Hello")
    agent.sees_it_ring("Hello")
    agent.picks_up()

    visitor.says("one", "two")
    agent.says("first", "second")
    stage.server.kill()
    visitor.says("three", "four")
    agent.says("third")
    stage.server.start()
    visitor.says("five")

    of_visitor, of_agent = ["Hello", "one", "two", "three", "four", "five"], ["first", "second", "third"]
    for person in (visitor, agent):
        person.is_back()
        person.hears(*of_visitor)
        person.hears(*of_agent)
    visitor.sees_them_safe()
    # Both sides show one order, and so does whoever comes new to it.
    shown = in_order(visitor.log, of_visitor + of_agent)
    visitor.page.reload()
    visitor.picks_up_the_phone()
    visitor.hears(*shown)
    agent.hears(*shown)


def test_an_agent_closes_the_laptop_and_a_colleague_goes_on(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("My brakes squeal.")
    agent.sees_it_ring("My brakes squeal.")
    agent.picks_up()
    colleague = stage.colleague("Tom")
    colleague.is_here()
    agent.says("Since when?")
    visitor.hears("My brakes squeal.", "Since when?")

    agent.context.close()
    colleague.sees_it_ring("Since when?", within_ms=60_000)
    colleague.picks_up()
    colleague.hears("My brakes squeal.", "Since when?")
    colleague.says("Tom here, I have read it.")
    visitor.hears("My brakes squeal.", "Since when?", "Tom here, I have read it.")


def test_leaving_takes_one_click_and_then_a_reason_if_they_like(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("I have had enough.")
    agent.sees_it_ring("I have had enough.")
    agent.picks_up()

    visitor.leaves()
    receipt = visitor.panel.get_by_text(re.compile("Receipt"))
    expect(receipt.first).to_be_visible(timeout=PATIENCE_MS)
    expect(agent.log.get_by_text(re.compile("left", re.IGNORECASE)).first).to_be_visible(timeout=PATIENCE_MS)

    visitor.says_why("Too hard to use", "I never found the brake.")

    agent.page.get_by_role("link", name="Leaving").first.click()
    row = agent.page.get_by_role("row").filter(has_text="I never found the brake.")
    expect(row).to_contain_text("Too hard", timeout=PATIENCE_MS)
