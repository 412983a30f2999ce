"""What a visitor sees while somebody is yet to come: who is here, their place, the promise, the ways on, and who came and why."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tests.browser.conftest import SITE, Stage
from tests.browser.desk import takes_one_at_a_time
from tests.browser.people import PATIENCE_MS, Agent, Visitor

RULES = """async ([path, rules]) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)[1];
  const headers = { "content-type": "application/json", "x-csrftoken": token };
  const answer = await fetch(path, { method: "PATCH", headers, body: JSON.stringify(rules) });
  if (!answer.ok) throw new Error(await answer.text());
}"""
"""An owner's page changes the rules of its site."""


def test_the_line_the_choice_and_the_reason_for_picking_up(stage: Stage) -> None:
    agent = stage.agent()
    takes_one_at_a_time(agent)
    first = stage.visitor()
    first.picks_up_the_phone()
    expect(first.panel.get_by_text(re.compile(r"Here since .* Write, and Ana picks up\."))).to_be_visible(
        timeout=PATIENCE_MS
    )
    first.says("I was here before")
    agent.sees_it_ring("I was here before")
    agent.picks_up()
    expect(event(first, "picked up.")).to_contain_text(re.compile("picked up. .+"), timeout=PATIENCE_MS)

    second = stage.visitor()
    second.picks_up_the_phone()
    expect(second.panel.get_by_text("With somebody right now. Write, and your place is kept.")).to_be_visible(
        timeout=PATIENCE_MS
    )
    second.says("Is anybody there?")
    expect(second.panel.get_by_role("heading", name="You’re first in line.")).to_be_visible(timeout=PATIENCE_MS)
    expect(second.log).to_contain_text("We can’t say yet how long.")
    expect(second.log).to_contain_text("Your place is kept, whichever you choose.")
    third = stage.visitor()
    third.picks_up_the_phone()
    third.says("Nor here?")
    expect(third.panel.get_by_role("heading", name="You’re second in line.")).to_be_visible(timeout=PATIENCE_MS)

    second.chooses("Write to me")
    second.panel.get_by_role("textbox", name="Your email address").fill("jonas@weber.example")
    second.panel.get_by_role("button", name="Save").click()
    expect(second.log).to_contain_text("Saved. Somebody writes to you at jonas@weber.example.", timeout=PATIENCE_MS)
    expect(event(second, "You chose to be written to.")).to_be_visible()
    second.page.reload()
    second.picks_up_the_phone()
    expect(second.panel.get_by_role("radio", name="Write to me")).to_be_checked(timeout=PATIENCE_MS)
    expect(second.panel.get_by_role("heading", name="You’re first in line.")).to_be_visible()

    puts_the_phone_down(agent)
    agent.sees_it_ring("Is anybody there?")
    agent.picks_up()
    expect(event(second, "picked up. You were next.")).to_be_visible(timeout=PATIENCE_MS)
    expect(third.panel.get_by_role("heading", name="You’re first in line.")).to_be_visible(timeout=PATIENCE_MS)


def test_nobody_is_here_and_a_call_is_chosen_by_keys_alone(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Can you fit wider tyres?")
    expect(visitor.panel.get_by_role("heading", name="How should the answer reach you?")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(visitor.panel.get_by_text("We can’t say yet when somebody is back")).to_have_count(1)
    visitor.panel.get_by_role("radio", name="Here, in this window").focus()
    for _ in range(2):
        visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("030")
    visitor.page.keyboard.press("Enter")
    expect(visitor.log).to_contain_text("That is no phone number yet.")
    visitor.page.keyboard.type(" 1234567")
    visitor.page.keyboard.press("Enter")
    expect(visitor.log).to_contain_text(
        "Saved. Somebody calls you on 030 1234567, as soon as somebody is free.", timeout=PATIENCE_MS
    )
    visitor.chooses("Here, in this window")
    expect(event(visitor, "You chose to wait here. Your place is kept.")).to_be_visible(timeout=PATIENCE_MS)


def test_the_hour_is_told_where_it_is_known(stage: Stage) -> None:
    agent = stage.agent()
    agent.presence.click()
    agent.page.get_by_role("radio", name=re.compile("^Away")).check()
    soon = (datetime.now(ZoneInfo("Europe/London")).hour + 3) % 24
    rules(agent, zone="Europe/London", hours=[[[soon * 60, soon * 60 + 30]]] * 7)
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    told = re.compile(rf"is back (tomorrow, \w+, )?at {soon}:00")
    expect(visitor.panel.get_by_text(told)).to_be_visible(timeout=PATIENCE_MS)
    visitor.says("Can you fit wider tyres?")
    expect(visitor.panel.get_by_role("heading", name="How should the answer reach you?")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(visitor.panel.get_by_text(told)).to_have_count(1)
    visitor.chooses("Call me back")
    visitor.panel.get_by_role("textbox", name="Your phone number").fill("030 1234567")
    visitor.panel.get_by_role("combobox", name="When?").select_option(index=1)
    visitor.panel.get_by_role("button", name="Save").click()
    saved = re.compile(rf"Saved\. Somebody calls you on 030 1234567, (tomorrow, \w+, )?at {soon}:00 or later\.")
    expect(visitor.log).to_contain_text(saved, timeout=PATIENCE_MS)


def test_somebody_who_can_fix_this_is_never_refused_and_comes_with_a_reason(stage: Stage) -> None:
    agent = stage.agent()
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("It still clicks.")
    agent.sees_it_ring("It still clicks.")
    agent.picks_up()
    colleague = stage.colleague("Tom")
    colleague.is_here()
    visitor.panel.get_by_role("button", name="Get me someone who can fix this").click()
    visitor.sees_them_safe()
    visitor.hears("It still clicks.", "Get me someone who can fix this")
    expect(visitor.log).to_contain_text("We’re getting you somebody who can fix this.", timeout=PATIENCE_MS)
    expect(colleague.ring).to_be_visible(timeout=PATIENCE_MS)
    colleague.ring.get_by_role("button", name=re.compile("Come in|Pick up")).click()
    expect(event(visitor, "Tom joined. You asked for somebody who can fix this.")).to_be_visible(timeout=PATIENCE_MS)
    expect(visitor.log).not_to_contain_text("We’re getting you somebody who can fix this.")
    expect(visitor.panel.get_by_role("heading", name="Ana and Tom")).to_be_visible()


def test_whoever_helped_is_the_visitors_own_person_until_they_choose_another(stage: Stage) -> None:
    agent = stage.agent()
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Thank you for the wheel.")
    agent.sees_it_ring("Thank you for the wheel.")
    agent.picks_up()
    agent.says("Any time.")
    visitor.hears("Thank you for the wheel.", "Any time.")
    puts_the_phone_down(agent)
    expect(event(visitor, "Ana is your person here, and is asked first")).to_be_visible(timeout=PATIENCE_MS)

    known(visitor)
    own = visitor.panel.get_by_role("button", name="Ana", exact=True)
    expect(own).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)
    visitor.panel.get_by_role("button", name="Nobody in particular").click()
    expect(own).to_have_attribute("aria-pressed", "false", timeout=PATIENCE_MS)
    visitor.panel.get_by_role("button", name="Back").click()
    expect(event(visitor, "You have nobody in particular here. You chose so.")).to_be_visible(timeout=PATIENCE_MS)


def test_one_may_rather_wait_for_ones_own_person_and_change_ones_mind(stage: Stage) -> None:
    agent = stage.agent()
    takes_one_at_a_time(agent)
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Can you true my wheel?")
    agent.sees_it_ring("Can you true my wheel?")
    agent.picks_up()
    agent.says("I can.")
    visitor.hears("Can you true my wheel?", "I can.")
    puts_the_phone_down(agent)
    expect(event(visitor, "Ana is your person here")).to_be_visible(timeout=PATIENCE_MS)
    other = stage.visitor()
    other.picks_up_the_phone()
    other.says("I came in between")
    agent.sees_it_ring("I came in between")
    agent.picks_up()

    visitor.says("And the other one?")
    offer = event(visitor, "Ana is your person here. Somebody else may be free sooner.")
    offer.get_by_role("button", name="I’d rather wait for Ana").click(timeout=PATIENCE_MS)
    expect(visitor.panel.get_by_role("heading", name="You’re waiting for Ana.")).to_be_visible(timeout=PATIENCE_MS)
    visitor.panel.get_by_role("button", name="I’d rather have whoever is free first").click()
    expect(visitor.panel.get_by_role("heading", name="You’re first in line.")).to_be_visible(timeout=PATIENCE_MS)
    visitor.panel.get_by_role("button", name="I’d rather wait for Ana").click()
    expect(visitor.panel.get_by_role("heading", name="You’re waiting for Ana.")).to_be_visible(timeout=PATIENCE_MS)
    puts_the_phone_down(agent)
    agent.sees_it_ring("And the other one?")
    agent.picks_up()
    expect(event(visitor, "Ana picked up.").last).to_contain_text(
        re.compile("You chose to wait for Ana|Ana is your person here"), timeout=PATIENCE_MS
    )


def test_nobody_answers_and_the_visitor_is_told(stage: Stage) -> None:
    agent = stage.agent()
    rules(agent, ring_s=5)
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Hello?")
    expect(event(visitor, "We’re ringing Ana.")).to_be_visible(timeout=PATIENCE_MS)
    expect(event(visitor, "Ana did not answer. You go on, first in line.")).to_be_visible(timeout=PATIENCE_MS)
    title = visitor.panel.get_by_role("heading", name="It rings for everybody who is here.")
    expect(title).to_be_visible(timeout=PATIENCE_MS)
    expect(visitor.panel.get_by_text("Nobody is here right now")).to_have_count(0)
    agent.picks_up()
    expect(event(visitor, "Ana picked up.")).to_contain_text(re.compile("picked up. .+"), timeout=PATIENCE_MS)


def event(visitor: Visitor, words: str) -> Locator:
    """One line of the log that tells what happened."""
    return visitor.log.locator(".event").filter(has_text=words)


def rules(agent: Agent, **change: object) -> None:
    """The site's rules, as an owner's page changes them."""
    agent.page.evaluate(RULES, [f"/api/v1/sites/{SITE}/routing", change])


def known(visitor: Visitor) -> None:
    """Open what is known."""
    visitor.panel.get_by_role("button", name="More").click()
    visitor.panel.get_by_role("menuitem", name=re.compile("What we know")).click()


def puts_the_phone_down(agent: Agent) -> None:
    """By its key, outside of the field."""
    agent.page.evaluate("document.activeElement.blur()")
    agent.page.keyboard.press("e")
