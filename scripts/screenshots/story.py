"""One day at the shop: nobody is there, somebody comes, a colleague helps, a line forms, and somebody leaves."""

import os
import re
import subprocess
import sys
from datetime import datetime
from typing import Final

from playwright.sync_api import expect

from scripts.screenshots.camera import DESK, PHONE, Camera
from scripts.screenshots.owner import visit
from scripts.screenshots.weeks import ZONE
from tests.browser.conftest import SITE
from tests.browser.desk import asks, is_away, leave_the_field, row, rules
from tests.browser.people import PATIENCE_MS, Agent, Visitor

NIGHT: Final = "Can you fit wider tyres on my Ridgeline before Sunday?"
QUESTION: Final = "Does the hand-built wheel fit my Ridgeline from 2019? The rear one has a wobble."
ANSWER: Final = "It does, if the frame takes a **135 mm** hub. Yours should: is there a *quick release* on it?"
REPLY: Final = "Yes, a lever. I could bring it in on Thursday 🚲"
NOTE: Final = "Tom has two of these hubs left. I put one aside."
HELP: Final = "Bring the old wheel too, then I can reuse the rim."
CUSTOMER: Final = "Do you buy back the Pup 20 when she has grown out of it?"
PROMISE: Final = "We do, for half of what you paid. Then she may pick the next one."
MORE: Final = "My chain skips under load. Is that the cassette?"
LINE: Final = (
    "The left crank came loose on the way to work. Can I still ride home?",
    "Have you got lights for a rack?",
)


def play(camera: Camera) -> None:
    """The pictures of the day, in its order; then those of what an owner looks at."""
    weeks_went_by(camera)
    ana, pocket = camera.owner(DESK), camera.owner(PHONE)
    tom = camera.colleague(SITE, "Tom")
    sets_up(camera, ana)
    is_away(tom)
    is_away(ana)
    takes_two(ana)
    camera.take(ana.page, "console-empty-desktop")

    night = nobody_is_here(camera)
    ana.is_here()
    ana.sees_it_ring(NIGHT)
    camera.take(pocket.page, "console-ringing-phone")
    ana.picks_up()
    ana.says("Yes, up to 40 mm. Bring it on Friday?")
    night.hears(NIGHT, "Yes, up to 40 mm. Bring it on Friday?")
    puts_the_phone_down(ana)

    jonas = one_is_helped_by_two(camera, ana, tom)
    customer = own_customer_rings(camera, ana)
    waiting = a_line_forms(camera, tom)
    row(ana, "With me").filter(has_text="Tom:").click()
    ana.hears(HELP)
    camera.take(ana.page, "console-desktop")
    pocket.page.goto(ana.page.url)
    pocket.hears(HELP)
    pocket.log.click()
    camera.take(pocket.page, "console-phone")
    if camera.theme == "light":
        camera.take_together(jonas.page, ana.page)

    for visitor in waiting:
        visitor.leaves()
    customer.leaves()
    camera.take(customer.page, "widget-left-phone")
    customer.says_why("Too expensive", "Lovely bicycles, but two children grow faster than one salary.")
    visit(camera, ana, pocket)


def weeks_went_by(camera: Camera) -> None:
    """The site's records, which a server that has run for one moment has none of."""
    environment = camera.server.environment | {"DJANGO_SETTINGS_MODULE": "server.settings"}
    command = [sys.executable, "-m", "scripts.screenshots.weeks", SITE]
    subprocess.run(command, env=os.environ | environment, check=True)


def sets_up(camera: Camera, ana: Agent) -> None:
    """Hours for each day but today, so that whoever comes now reads when somebody is back; a team, and its languages."""
    hours = [[] if day == datetime.now(ZONE).weekday() else [[540, 1080]] for day in range(7)]
    rules(ana, zone=ZONE.key, hours=hours)
    camera.server.run("team", "add", "Workshop", "--site", SITE, "--member", "tom@shop.example")
    camera.server.run("agent", "languages", "tom@shop.example", "--site", SITE, "en", "fr")


def nobody_is_here(camera: Camera) -> Visitor:
    """Somebody writes while nobody is there, and may choose how the answer reaches them."""
    visitor = camera.visitor(PHONE)
    visitor.picks_up_the_phone()
    camera.take(visitor.page, "widget-nobody-open-phone")
    visitor.says(NIGHT)
    choice = visitor.panel.get_by_role("heading", name="How should the answer reach you?")
    expect(choice).to_be_visible(timeout=PATIENCE_MS)
    camera.take(visitor.page, "widget-nobody-phone")
    return visitor


def one_is_helped_by_two(camera: Camera, ana: Agent, tom: Agent) -> Visitor:
    """Ana answers, leaves a note and asks Tom in."""
    visitor = camera.visitor(DESK)
    visitor.picks_up_the_phone()
    camera.take(visitor.page, "widget-open-desktop")
    visitor.says(QUESTION)
    ana.sees_it_ring(QUESTION)
    ana.picks_up()
    ana.says(ANSWER)
    expect(visitor.log.get_by_text("135 mm")).to_be_visible(timeout=PATIENCE_MS)
    visitor.says(REPLY)
    ana.hears(REPLY)
    ana.notes(NOTE)
    tom.is_here()
    asks(ana, "b", "Tom", "he builds our wheels")
    tom.sees_it_ring(NOTE)
    tom.picks_up()
    tom.says(HELP)
    ana.hears(HELP)
    expect(visitor.log.get_by_text(HELP)).to_be_visible(timeout=PATIENCE_MS)
    visitor.composer.fill("")
    camera.take(visitor.page, "widget-desktop")
    return visitor


def own_customer_rings(camera: Camera, ana: Agent) -> Visitor:
    """Somebody whose own person Ana is."""
    visitor = camera.visitor(PHONE)
    visitor.picks_up_the_phone()
    camera.take(visitor.page, "widget-open-phone")
    talk = ana.page.url
    ana.page.goto(f"{camera.server.url}/console/{SITE}/roster")
    ana.page.get_by_label(re.compile("^Person of ")).first.select_option("Ana Reyes")
    expect(ana.page.get_by_role("status").filter(has_text="Kept for ")).to_be_visible(timeout=PATIENCE_MS)
    ana.page.goto(talk)
    ana.hears(HELP)
    ana.log.click()  # a browser that was touched lets it sound, and nothing is said of that
    visitor.says(CUSTOMER)
    ana.sees_it_ring(CUSTOMER)
    ana.page.wait_for_timeout(4_000)
    camera.take(ana.page, "console-ringing-desktop")
    ana.picks_up()
    ana.says(PROMISE)
    expect(visitor.log.get_by_text(PROMISE)).to_be_visible(timeout=PATIENCE_MS)
    camera.take(visitor.page, "widget-phone")
    return visitor


def a_line_forms(camera: Camera, tom: Agent) -> list[Visitor]:
    """All places are taken: two wait, and read their place and how long it takes at most."""
    with_tom = camera.visitor(PHONE)
    with_tom.picks_up_the_phone()
    with_tom.says(MORE)
    tom.sees_it_ring(MORE)
    tom.picks_up()
    tom.says("Most likely the chain. How far has it gone?")
    waiting = []
    for device, words in zip((PHONE, DESK), LINE, strict=True):
        visitor = camera.visitor(device)
        waiting.append(visitor)
        visitor.picks_up_the_phone()
        visitor.says(words)
        expect(visitor.panel.get_by_role("heading", name=re.compile("in line"))).to_be_visible(timeout=PATIENCE_MS)
        camera.take(visitor.page, "widget-waiting-phone" if device is PHONE else "widget-waiting-desktop")
    return waiting


def takes_two(agent: Agent) -> None:
    """So that two wait sooner."""
    agent.presence.click()
    agent.page.get_by_role("button", name="One fewer").click()
    agent.page.keyboard.press("Escape")
    leave_the_field(agent)


def puts_the_phone_down(agent: Agent) -> None:
    """Close the open conversation, by its key."""
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("e")
    expect(agent.page.get_by_text("put the phone down")).to_be_visible(timeout=PATIENCE_MS)
