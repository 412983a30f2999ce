"""The promise about waiting, and what becomes of it. The site has records of its own here: its server is shared with no other test."""

import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import SITE, Stage
from tests.browser.desk import answers, calls, takes_one_at_a_time
from tests.browser.people import PATIENCE_MS
from tests.support.nursery import ROOT
from tests.support.server import Server

RECORDS = """
import sys, django
django.setup()
from server.waits.models import Tally
Tally.objects.filter(site__key=sys.argv[1]).update(completions=40, busy_s=40 * 120)
"""
"""Forty conversations of two minutes were had at this site: below ten, nothing is promised."""

LATER = """
import sys, django
django.setup()
from django.db.models import F
from server.desk.models import Place
earlier = {at: F(at) - 5 * 60_000 for at in ("entered_at", "credited_at", "breach_at", "due_at")}
Place.objects.filter(site__key=sys.argv[1], state="waiting").update(**earlier)
"""
"""Whoever waits has waited for five minutes longer."""


def it_happened(server: Server, what: str) -> None:
    """What a test cannot wait for."""
    environment = server.environment | {"DJANGO_SETTINGS_MODULE": "server.settings"}
    subprocess.run([sys.executable, "-c", what, SITE], cwd=ROOT, env=environment, check=True)


def test_a_promise_is_told_in_its_words_and_when_it_is_broken_an_apology_with_the_way_to_be_called(
    stage: Stage,
) -> None:
    agent = stage.agent()
    takes_one_at_a_time(agent)
    it_happened(stage.server, RECORDS)
    calls(stage, "I was here before")
    answers(agent, "I was here before")
    visitor = calls(stage, "Is anybody there?")
    promised = visitor.panel.get_by_text("Nine in ten in your place are answered within 5 minutes.")
    expect(promised).to_be_visible(timeout=PATIENCE_MS)

    it_happened(stage.server, LATER)
    sorry = visitor.panel.get_by_text("Longer than we said, sorry.")
    expect(sorry).to_contain_text("Shall we call you back?", timeout=PATIENCE_MS)
    expect(promised).to_have_count(0)
    expect(visitor.log.locator(".event").filter(has_text="We said 5 minutes.")).to_contain_text(
        "It takes longer, sorry. Your place is kept."
    )
    expect(visitor.panel.get_by_role("heading", name="You’re first in line.")).to_be_visible()
    waits = agent.page.get_by_role("region", name="Waiting", exact=True)
    expect(waits).to_contain_text("Longer than we said", timeout=PATIENCE_MS)

    visitor.panel.get_by_role("button", name="Yes, call me back").click()
    expect(visitor.panel.get_by_role("textbox", name="Your phone number")).to_be_focused()
    visitor.page.keyboard.type("030 1234567")
    visitor.page.keyboard.press("Enter")
    expect(visitor.log).to_contain_text("Saved. Somebody calls you on 030 1234567", timeout=PATIENCE_MS)
    expect(visitor.panel.get_by_text("Shall we call you back?")).to_have_count(0, timeout=PATIENCE_MS)
    expect(waits.get_by_role("link", name="Call 030 1234567")).to_be_visible(timeout=PATIENCE_MS)
