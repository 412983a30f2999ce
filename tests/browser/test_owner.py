"""What an owner sets and reads: routing, teams, roster, week. Each page in light and dark, on a desk and on a phone."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SITE, Stage
from tests.browser.people import PATIENCE_MS, Agent, complaints_of_axe
from tests.support.nursery import ROOT
from tests.support.server import Server

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGES = {"team": "Team", "roster": "Roster", "week": "The week", "settings": "Settings", "routing": "Routing"}


def goes_to(agent: Agent, page: str) -> Page:
    """By the address, as a bookmark does."""
    agent.page.goto(f"{agent.server.url}/console/{SITE}/{page}")
    expect(agent.page.get_by_role("heading", name=PAGES[page], level=1)).to_be_visible(timeout=PATIENCE_MS)
    return agent.page


RECORDS = """
import sys, django
django.setup()
from django.utils import timezone
from server.sites.models import Site
from server.waits.models import Hour, Wait
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
site = Site.objects.get(key=sys.argv[1])
Hour.objects.all().delete(); Wait.objects.all().delete()
now = int(timezone.now().timestamp() * 1000)
monday = now // DAY * DAY - timezone.now().weekday() * DAY
def hour(at, waits, busy, humans):
    for n, (s, answered) in enumerate(waits):
        Wait.objects.create(site=site, since=at + n, ended_at=at + n + s * SECOND, answered=answered)
    Hour.objects.create(site=site, starts_at=at, busy_ms=busy, crowd_ms=busy, human_ms=humans * HOUR,
                        slot_ms=humans * 3 * HOUR, completions=sum(answered for _, answered in waits))
def last(day, clock):
    at = monday + day * DAY + clock * HOUR
    return at if at + HOUR <= now else at - 7 * DAY
for ago in range(0, int(sys.argv[2]) * 7 * DAY, 7 * DAY):
    hour(last(1, 9) - ago, [(6, True)] * 6, 36 * MINUTE, 2)
    for clock in (10, 11):
        hour(last(5, clock) - ago, [(312, True)] * 27 + [(100, False)] * 3, 162 * MINUTE, 1)
"""
"""Weeks as a site's records keep them: Tuesdays at nine are calm, Saturdays from ten to twelve one human has too much.

Up to now, on whatever day that is: a Saturday that went by without a record would be one on which nobody came.
"""


def weeks_went_by(server: Server, weeks: int) -> None:
    """The site's records are of so many weeks: a server that has run for one moment has none."""
    environment = server.environment | {"DJANGO_SETTINGS_MODULE": "server.settings"}
    subprocess.run([sys.executable, "-c", RECORDS, SITE, str(weeks)], cwd=ROOT, env=environment, check=True)


def status(page: Page, text: str) -> Locator:
    """What the page says of what was just done."""
    return page.get_by_role("status").filter(has_text=text)


def test_routing_is_kept_as_it_was_set_by_keys_alone(stage: Stage) -> None:
    page = goes_to(stage.agent(), "routing")
    page.get_by_role("radio", name=re.compile("^Ring")).focus()
    page.keyboard.press("Space")
    seconds = page.get_by_role("textbox", name=re.compile("^Seconds to answer"))
    seconds.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("40")
    page.get_by_role("button", name="Add hours on Monday").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("830")
    page.keyboard.press("Tab")
    page.keyboard.type("17.30")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Remove Monday, 8:30 to 17:30")).to_be_focused()
    page.get_by_role("button", name="Same on Tuesday to Friday").press("Enter")
    seconds.press("Enter")
    expect(status(page, "Saved")).to_be_visible(timeout=PATIENCE_MS)

    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^Ring"))).to_be_checked(timeout=PATIENCE_MS)
    expect(seconds).to_have_value("40")
    expect(page.get_by_role("textbox", name="Friday, until")).to_have_value("17:30")
    expect(page.get_by_role("textbox", name=re.compile("^Saturday"))).to_have_count(0)


def test_with_somebody_here_a_closed_hour_still_connects(stage: Stage) -> None:
    agent = stage.agent()
    page = goes_to(agent, "routing")
    # The day after tomorrow, and no other: it is closed now, in whatever zone the clocks go by.
    day = (datetime.now(UTC) + timedelta(days=2)).strftime("%A")
    page.get_by_role("button", name=f"Add hours on {day}").click()
    page.get_by_role("button", name="Save").click()
    expect(status(page, "Saved")).to_be_visible(timeout=PATIENCE_MS)
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Are you there?")
    agent.sees_it_ring("Are you there?")
    agent.picks_up()
    agent.says("Always.")
    visitor.hears("Are you there?", "Always.")


def test_a_team_is_made_and_its_people_speak_and_keep_hours(stage: Stage) -> None:
    agent = stage.agent()
    page = goes_to(agent, "routing")
    page.get_by_role("textbox", name="A new team").fill("Workshop")
    page.get_by_role("button", name="Add a team").click()
    page.get_by_role("button", name="Change Workshop").click()
    page.get_by_role("group", name="Who is in it").get_by_role("checkbox").first.check()
    page.get_by_label("Its visitors are served").select_option("2")
    page.get_by_role("listitem").get_by_role("button", name="Save").click()
    expect(page.get_by_text("soonest, as if they had waited three minutes more.")).to_be_visible(timeout=PATIENCE_MS)

    goes_to(agent, "team")
    page.get_by_role("button", name=re.compile("^Languages, teams, hours")).first.click()
    expect(page.get_by_role("checkbox", name="Workshop")).to_be_checked(timeout=PATIENCE_MS)
    page.get_by_label("Add a language").select_option("Portuguese")
    page.get_by_role("button", name="Add hours on Saturday").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Portuguese · Workshop · Sat 9:00–17:00")).to_be_visible(timeout=PATIENCE_MS)


def test_whoever_solved_it_first_is_their_person_until_somebody_is_chosen(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Can you help me?")
    agent.sees_it_ring("Can you help me?")
    agent.picks_up()
    agent.says("Yes.")
    visitor.hears("Can you help me?", "Yes.")
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("e")
    expect(agent.page.get_by_text("put the phone down")).to_be_visible(timeout=PATIENCE_MS)

    page = goes_to(agent, "roster")
    expect(page.get_by_text("the person of 1 visitor,")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("combobox", name="Whose", exact=True).select_option("Without a person")
    expect(page.get_by_text("Everybody has a person.")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("combobox", name="Whose", exact=True).select_option("Everybody")
    page.get_by_role("searchbox", name="Search by name").fill("nobody is called so")
    expect(page.get_by_text("Nobody matches.")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("searchbox", name="Search by name").fill("")
    page.get_by_label(re.compile("^Person of ")).select_option("Nobody yet")
    expect(status(page, "Kept for ")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("nobody’s person yet, nobody’s backup; room for 100 more")).to_be_visible()


def test_all_of_one_agents_visitors_become_anothers(stage: Stage) -> None:
    agent = stage.agent()
    stage.colleague("Tom")
    stage.visitor().picks_up_the_phone()
    page = goes_to(agent, "roster")
    page.get_by_label(re.compile("^Person of ")).select_option("Tom")
    expect(page.get_by_text("the person of 1 visitor,")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Move all visitors of Tom to somebody else").click()
    whom = page.get_by_label("Whoever has Tom as their person or backup gets")
    whom.select_option(index=1)
    page.get_by_role("button", name="Move 1 visitor", exact=True).click()
    expect(status(page, "The visitors of Tom are ")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_label(re.compile("^Person of ")).locator("option:checked")).not_to_have_text("Tom")


def test_the_week_begins_with_words_where_there_are_no_numbers(stage: Stage) -> None:
    page = goes_to(stage.agent(), "week")
    expect(page.get_by_text("Nothing to show yet.")).to_be_visible(timeout=PATIENCE_MS)


def test_the_week_is_a_table_that_eyes_and_ears_read(stage: Stage) -> None:
    weeks_went_by(stage.server, 6)
    page = goes_to(stage.agent(**DESK), "week")
    expect(page.get_by_text("36 of 396")).to_be_visible(timeout=PATIENCE_MS)
    table = page.get_by_role("table", name=re.compile("^Each hour of the week"))
    expect(table.get_by_role("columnheader")).to_have_text(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    short = table.get_by_role(
        "cell", name=re.compile("180 people came in these weeks; .*; 18 gave up; 1 here of .* needed")
    )
    expect(short).to_have_count(2)
    expect(short.first).to_contain_text(re.compile(r"^6 min1 of 2"))
    assert "inset" in short.first.evaluate("cell => getComputedStyle(cell).boxShadow")
    calm = table.get_by_role(
        "cell", name=re.compile("36 people came in these weeks; nine in ten waited under 6 seconds")
    )
    assert calm.first.evaluate("cell => getComputedStyle(cell).boxShadow") == "none"
    expect(page.get_by_text("Saturday, 10:00 to 12:00. 2 needed, 1 there.")).to_be_visible()
    expect(page.get_by_text("All who gave up did so then.")).to_be_visible()
    page.get_by_role("combobox", name="Day", exact=True).select_option("Saturday")
    expect(page.get_by_text("too few")).to_have_count(2)


@pytest.mark.parametrize("size", [DESK, pytest.param(PHONE, marks=pytest.mark.long)], ids=["desk", "phone"])
def test_no_owners_page_shuts_anybody_out(stage: Stage, axe: str, size: dict[str, Any]) -> None:
    agent, complaints = stage.agent(**size), []
    stage.visitor().picks_up_the_phone()
    page = agent.page
    for name in PAGES:
        for weeks in (0, 2, 6) if name == "week" else (None,):
            if weeks is not None:
                weeks_went_by(stage.server, weeks)
            goes_to(agent, name)
            for opener in page.get_by_role("button", name=re.compile("^(Languages, teams|Move all|Change )")).all():
                opener.click()
            page.wait_for_load_state("networkidle")
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            complaints += [f"{name}, light: {complaint}" for complaint in complaints_of_axe(page, axe)]
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            complaints += [f"{name}, dark: {complaint}" for complaint in complaints_of_axe(page, axe)]
            main = page.get_by_role("main")
            assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), f"{name} is wider than its screen"
    assert not complaints, "\n".join(complaints)


def test_a_page_that_cannot_be_fetched_says_so_and_comes_when_it_can(stage: Stage) -> None:
    agent = stage.agent()
    page = agent.page
    page.route(re.compile(r"/static/console/assets/week.*\.js"), lambda route: route.abort())
    page.get_by_role("link", name="Week").first.click()
    alert = page.get_by_role("alert").filter(has_text="We could not fetch this page.")
    expect(alert).to_be_visible(timeout=PATIENCE_MS)
    page.unroute_all()
    page.get_by_role("button", name="Load it anew").click()
    expect(page.get_by_role("heading", name="The week")).to_be_visible(timeout=PATIENCE_MS)


def test_what_was_typed_stays_while_the_server_is_out_of_reach(stage: Stage) -> None:
    agent = stage.agent()
    page = goes_to(agent, "routing")
    seconds = page.get_by_role("textbox", name=re.compile("^Seconds to answer"))
    seconds.fill("45")
    agent.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(status(page, "The server did not answer. Nothing was changed; try again.")).to_be_visible()
    expect(seconds).to_have_value("45")
    agent.context.set_offline(False)
    page.get_by_role("button", name="Save").click()
    expect(status(page, "Saved")).to_be_visible(timeout=PATIENCE_MS)
