"""What agents do together: rings and their reasons, coming in, handing over, putting aside, credit for asking."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.desk import (
    Looked,
    answers,
    asks,
    calls,
    happening,
    is_away,
    leave_the_field,
    rings_for,
    row,
    rules,
    team,
)
from tests.browser.people import PATIENCE_MS


@pytest.fixture
def looked_at(axe: str) -> Iterator[Looked]:
    """Each state that a test comes by is looked at with axe-core; what it finds fails the test at its end."""
    looked = Looked(axe)
    yield looked
    assert not looked.complaints, "\n".join(looked.complaints)


def test_a_ring_says_why_it_is_theirs_and_not_now_sends_it_on(stage: Stage, looked_at: Looked) -> None:
    ana, tom = stage.agent(), stage.colleague("Tom")
    tom.is_here()
    calls(stage, "Which tyre fits?")
    first, second = (ana, tom) if rings_for(ana, tom) else (tom, ana)
    expect(first.ring).to_contain_text(re.compile(r"You, because: first in line; \d of \d places? (was|were) free\."))
    looked_at.at("ringing", first.page)
    leave_the_field(first)
    first.page.keyboard.press("Escape")
    expect(first.ring).to_have_count(0)

    second.sees_it_ring("Which tyre fits?")
    leave_the_field(second)
    second.page.keyboard.press("Enter")
    expect(second.composer).to_be_visible(timeout=PATIENCE_MS)
    expect(happening(second, "does not come.")).to_contain_text("Not now.", timeout=PATIENCE_MS)
    expect(happening(second, "You picked up.")).to_contain_text("Because: ")
    expect(row(first, "With the team")).to_have_count(1, timeout=PATIENCE_MS)
    expect(first.ring).to_have_count(0)


def test_no_answer_is_told_kindly_rings_for_everybody_and_one_click_is_the_way_back(
    stage: Stage, looked_at: Looked
) -> None:
    ana, tom = stage.agent(), stage.colleague("Tom")
    is_away(tom)
    rules(ana, ring_s=5)
    calls(stage, "Anybody there?")
    ana.sees_it_ring("Anybody there?")
    # Tom takes no calls, and hears this one all the same: nobody who does has answered.
    tom.sees_it_ring("Anybody there?", within_ms=30_000)
    expect(tom.ring).to_contain_text("Nobody answered, so it rings for everybody here.")
    expect(ana.page.get_by_text(re.compile("did not hear from you.*you’re marked away"))).to_be_visible()
    looked_at.at("no answer", ana.page)
    tom.picks_up()
    expect(ana.page.get_by_text("Tom picked up; you’re marked away.")).to_be_visible(timeout=PATIENCE_MS)
    expect(ana.ring).to_have_count(0)
    ana.page.get_by_role("button", name="Back now?").click()
    expect(ana.page.get_by_role("button", name=re.compile("Here: change")).filter(visible=True)).to_be_visible()
    expect(ana.page.get_by_text("you’re marked away")).to_have_count(0)


def test_where_a_ring_must_be_picked_up_looking_in_answers_nothing(stage: Stage) -> None:
    ana = stage.agent()
    rules(ana, mode="ring")
    ana.page.reload()
    calls(stage, "Just looking?")
    ana.sees_it_ring("Just looking?")
    row(ana, "Waiting").first.click()
    expect(ana.page.get_by_text("It rings for you. Pick up to answer.")).to_be_visible(timeout=PATIENCE_MS)
    expect(ana.ring).to_be_visible()
    expect(row(ana, "Waiting")).to_have_count(1)
    ana.picks_up()
    expect(row(ana, "With me")).to_have_count(1, timeout=PATIENCE_MS)


def test_a_colleague_comes_in_and_takes_over_warmly(stage: Stage, looked_at: Looked) -> None:
    ana = stage.agent()
    visitor = calls(stage, "My rear wheel clicks.")
    answers(ana, "My rear wheel clicks.")
    tom, maya = stage.colleague("Tom"), stage.colleague("Maya")
    tom.is_here()
    maya.is_here()

    leave_the_field(ana)
    ana.page.keyboard.press("b")
    expect(ana.page.get_by_role("dialog")).to_be_visible()
    looked_at.at("bringing in", ana.page)
    ana.page.keyboard.press("Escape")
    asks(ana, "b", "Tom", "he builds our wheels")
    expect(ana.page.get_by_text("Waiting for Tom to pick up.", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    looked_at.at("asked in", ana.page)
    expect(tom.ring).to_contain_text("asks you in: he builds our wheels", timeout=PATIENCE_MS)
    tom.picks_up()
    expect(happening(ana, "Tom joined.")).to_contain_text("You asked: he builds our wheels", timeout=PATIENCE_MS)
    expect(ana.page.locator("header .title")).to_contain_text("with you and Tom")
    tom.says("A spoke settling, I’d say.")
    ana.says("He knows.")
    visitor.hears("My rear wheel clicks.", "A spoke settling, I’d say.", "He knows.")
    looked_at.at("two of us", tom.page)

    tom.page.get_by_role("button", name="Step out").click()
    expect(happening(ana, "Tom stepped out.")).to_be_visible(timeout=PATIENCE_MS)

    asks(ana, "h", "Maya", "home at five")
    expect(ana.page.get_by_text("Waiting for Maya to pick up. You stay until then.")).to_be_visible(timeout=PATIENCE_MS)
    ana.page.get_by_role("button", name="Never mind").click()
    expect(maya.ring).to_have_count(0, timeout=PATIENCE_MS)
    team(ana, "Frames", "Maya")
    asks(ana, "h", "Frames", "home at five")
    expect(maya.ring).to_contain_text("asks you to take over: home at five", timeout=PATIENCE_MS)
    expect(tom.ring).to_have_count(0)
    ana.says("Maya goes on with you.")
    maya.picks_up()
    expect(happening(maya, re.compile("handed over to you"))).to_contain_text("home at five", timeout=PATIENCE_MS)
    expect(row(ana, "With me")).to_have_count(0, timeout=PATIENCE_MS)
    maya.says("Here I am.")
    visitor.hears("Maya goes on with you.", "Here I am.")

    # Of the two who are free, Ana was put before somebody longer ago.
    asks(maya, "h", "Whoever is free", "")
    expect(ana.ring).to_contain_text("Maya asks you to take over", timeout=PATIENCE_MS)
    ana.picks_up()
    expect(row(maya, "With me")).to_have_count(0, timeout=PATIENCE_MS)
    handed = visitor.log.locator(".event").filter(has_text="handed you over")
    expect(handed).to_contain_text(["Ana says: home at five", "Ana sees all that was said."], timeout=PATIENCE_MS)


def test_who_would_rather_be_written_to_stands_in_line_with_their_address(stage: Stage, looked_at: Looked) -> None:
    ana = stage.agent()
    is_away(ana)
    visitor = calls(stage, "When does it ship?")
    visitor.chooses("Write to me")
    visitor.panel.get_by_role("textbox", name="Your email address").fill("greta@lind.example")
    visitor.panel.get_by_role("button", name="Save").click()
    line = ana.page.get_by_role("region", name="Waiting", exact=True)
    link = line.get_by_role("link", name="Write to greta@lind.example")
    expect(link).to_have_attribute("href", "mailto:greta@lind.example", timeout=PATIENCE_MS)
    row(ana, "Waiting").first.click()
    expect(happening(ana, "would rather be written to.")).to_contain_text("greta@lind.example")
    looked_at.at("somebody to be written to", ana.page)


def test_putting_aside_frees_the_place_and_keeps_the_person(stage: Stage, looked_at: Looked) -> None:
    ana = stage.agent()
    calls(stage, "Let me look for the number.")
    answers(ana, "Let me look for the number.")
    free = ana.page.get_by_role("region", name="With me", exact=True).locator("h2 .side")
    expect(free).to_have_text("2 places free", timeout=PATIENCE_MS)
    leave_the_field(ana)
    ana.page.keyboard.press("z")
    expect(row(ana, "Put aside")).to_have_count(1, timeout=PATIENCE_MS)
    expect(free).to_have_text("3 places free")
    expect(happening(ana, "You put it aside.")).to_be_visible()
    looked_at.at("put aside", ana.page)
    leave_the_field(ana)
    ana.page.keyboard.press("z")
    expect(row(ana, "Put aside")).to_have_count(0, timeout=PATIENCE_MS)
    expect(happening(ana, "You took it up again.")).to_be_visible()
    expect(free).to_have_text("2 places free")


def test_who_asks_for_someone_who_can_fix_it_gets_them_and_it_is_a_credit(stage: Stage, looked_at: Looked) -> None:
    ana = stage.agent()
    visitor = calls(stage, "This is the third time.")
    answers(ana, "This is the third time.")
    maya = stage.colleague("Maya")
    maya.is_here()
    visitor.panel.get_by_role("button", name=re.compile("^Get me someone who can fix this")).first.click()
    expect(maya.ring).to_contain_text("Asked for someone who can fix it.", timeout=PATIENCE_MS)
    expect(maya.ring).to_contain_text("credit")
    looked_at.at("asked to fix", maya.page)
    maya.picks_up()
    credit = ana.page.locator("header .credit")
    expect(credit).to_have_text("Asked for someone who can fix it. Maya came in", timeout=PATIENCE_MS)
    expect(row(ana, "With me")).to_contain_text("Maya came in")
    expect(happening(ana, "asked for someone who can fix it. Never refused")).to_be_visible()
    looked_at.at("a credit", ana.page)


def test_an_insider_is_invited_by_a_link_that_is_shown_once_and_can_be_withdrawn(
    stage: Stage, looked_at: Looked
) -> None:
    ana = stage.agent()
    calls(stage, "Is this alloy safe?")
    answers(ana, "Is this alloy safe?")
    leave_the_field(ana)
    ana.page.keyboard.press("b")
    dialog = ana.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Somebody outside the team").click()
    dialog.get_by_label("Their name").fill("Dr. Kim")
    dialog.get_by_label("Why, in a line").fill("knows the alloy")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.locator("code")).to_contain_text("/with#", timeout=PATIENCE_MS)
    looked_at.at("an insider's link", ana.page)
    dialog.get_by_role("button", name="Back").click()
    expect(dialog.locator("code")).to_have_count(0)
    dialog.get_by_role("button", name="Somebody outside the team").click()
    withdraw = dialog.get_by_role("button", name="Withdraw the link of Dr. Kim")
    expect(withdraw).to_be_visible(timeout=PATIENCE_MS)
    looked_at.at("inviting an insider", ana.page)
    withdraw.click()
    expect(withdraw).to_have_count(0, timeout=PATIENCE_MS)


def test_a_visitor_s_own_person_is_chosen_beside_the_conversation(stage: Stage, looked_at: Looked) -> None:
    ana = stage.agent()
    is_away(stage.colleague("Tom"))
    calls(stage, "You helped me last time.")
    answers(ana, "You helped me last time.")
    ana.page.get_by_role("button", name="Change", exact=True).click()
    panel = ana.page.get_by_role("complementary")
    panel.get_by_label("Person", exact=True).select_option("Tom")
    expect(happening(ana, "Tom is their person from here on.")).to_contain_text("You chose.", timeout=PATIENCE_MS)
    looked_at.at("choosing their person", ana.page)
    panel.get_by_role("button", name="Done").click()
    expect(panel).to_contain_text("PersonTom")
