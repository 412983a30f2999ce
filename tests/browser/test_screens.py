"""What stands on the screens: the literal words, the truth about who is here, nothing that shuts anybody out."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.people import PATIENCE_MS, complaints_of_axe

LITERALLY = [
    "<script>document.title='broken'</script><b>bold</b> &amp; {{7*7}}",
    "**not bold** _nor this_ `nor code` [nor](https://a.example) # nothing",
    "👩🏽‍🔧🚲 Grüße, 你好",
    "שלום, האופניים שלי שבורים",
]
MARKDOWN = (
    "**Yes**, it _does_:\n\n- the `Ridgeline`\n- [the list](https://shop.example/fit)\n\n<img src=x onerror=alert(1)>"
)


def test_what_a_visitor_writes_is_shown_literally_on_both_screens(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    for shown in (visitor.panel.locator(".face.here"), agent.page.locator(".face.here")):
        # A person who is here has a dot beside the face: drawn, and not merely named.
        dot = shown.first.evaluate("face => getComputedStyle(face, '::after').width")
        assert dot == "10px"
    visitor.says(LITERALLY[0])
    agent.sees_it_ring(LITERALLY[0])
    agent.picks_up()
    visitor.says(*LITERALLY[1:])
    visitor.hears(*LITERALLY)
    agent.hears(*LITERALLY)
    assert visitor.page.title() != "broken"
    assert agent.page.title() != "broken"


def test_a_reply_may_be_markdown_and_nothing_more(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Does it fit?")
    agent.sees_it_ring("Does it fit?")
    agent.picks_up()
    agent.composer.fill(MARKDOWN)
    agent.composer.press("Enter")
    for log in (visitor.log, agent.log):
        expect(log.locator("strong", has_text="Yes")).to_be_visible(timeout=PATIENCE_MS)
        expect(log.locator("em", has_text="does")).to_be_visible()
        expect(log.get_by_role("listitem").filter(has_text="Ridgeline").locator("code")).to_be_visible()
        link = log.get_by_role("link", name="the list")
        expect(link).to_have_attribute("href", "https://shop.example/fit")
        expect(link).to_have_attribute("rel", re.compile("noopener"))
        expect(log.locator("img[src=x]")).to_have_count(0)


def test_two_tabs_of_one_visitor_show_one_conversation(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("From the first tab")
    agent.sees_it_ring("From the first tab")
    agent.picks_up()
    second = stage.another_tab_of(visitor)
    second.picks_up_the_phone()
    second.hears("From the first tab")
    second.says("From the second tab")
    visitor.hears("From the first tab", "From the second tab")
    agent.hears("From the first tab", "From the second tab")
    agent.says("I hear you in both")
    visitor.hears("From the second tab", "I hear you in both")
    second.hears("From the second tab", "I hear you in both")


def test_nobody_here_is_said_plainly_and_the_words_are_kept(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    expect(visitor.panel.get_by_text("Nobody is here right now").first).to_be_visible(timeout=PATIENCE_MS)
    visitor.says("I write all the same")
    visitor.hears("I write all the same")
    visitor.sees_them_safe()

    agent = stage.agent()
    agent.sees_it_ring("I write all the same")
    agent.picks_up()
    agent.says("Here now")
    visitor.hears("I write all the same", "Here now")


def test_words_written_to_a_dead_line_outlive_the_page(stage: Stage) -> None:
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Before")
    agent.sees_it_ring("Before")
    agent.picks_up()
    agent.hears("Before")
    visitor.sees_them_safe()
    # From here on nothing comes through to this visitor, while the page itself can still be loaded.
    visitor.page.route_web_socket(re.compile("/ws/v1/visitor"), lambda socket: socket.close())
    visitor.page.reload()
    visitor.picks_up_the_phone()
    visitor.says("Kept on this device")
    expect(visitor.panel.get_by_text(re.compile("Kept|kept")).first).to_be_visible(timeout=PATIENCE_MS)
    visitor.page.close()

    again = stage.another_tab_of(visitor)
    again.picks_up_the_phone()
    again.hears("Before", "Kept on this device")
    agent.hears("Before", "Kept on this device")


def test_no_rule_of_accessibility_is_broken(stage: Stage, axe: str) -> None:
    visitor = stage.visitor()
    visitor.picks_up_the_phone()
    frame = next(f for f in visitor.page.frames if "/panel/" in f.url)
    complaints = [f"panel, first open: {c}" for c in complaints_of_axe(visitor.page, axe, frame)]
    visitor.says("Is this for everybody?")
    visitor.sees_them_safe()
    complaints += [f"panel, in line: {c}" for c in complaints_of_axe(visitor.page, axe, frame)]

    agent = stage.agent()
    agent.sees_it_ring("Is this for everybody?")
    complaints += [f"console, ringing: {c}" for c in complaints_of_axe(agent.page, axe)]
    agent.picks_up()
    agent.says("It is.")
    visitor.hears("Is this for everybody?", "It is.")
    complaints += [f"console, talking: {c}" for c in complaints_of_axe(agent.page, axe)]
    complaints += [f"panel, talking: {c}" for c in complaints_of_axe(visitor.page, axe, frame)]
    for page, heading in (("Team", "Team"), ("Leaving", "Who left"), ("Settings", "Settings")):
        agent.page.get_by_role("link", name=page).first.click()
        expect(agent.page.get_by_role("heading", name=heading).first).to_be_visible(timeout=PATIENCE_MS)
        complaints += [f"console, {page}: {c}" for c in complaints_of_axe(agent.page, axe)]
    assert not complaints, "\n".join(complaints)


def test_on_a_phone_the_focus_stays_in_the_panel_that_covers_the_page(stage: Stage) -> None:
    visitor = stage.visitor(viewport={"width": 375, "height": 720})
    visitor.picks_up_the_phone()
    for key in ["Tab"] * 8 + ["Shift+Tab"] * 8:
        visitor.page.keyboard.press(key)
        assert visitor.page.evaluate("document.querySelector('body :focus')") is None
    visitor.panel.get_by_role("button", name="Close").click()
    expect(visitor.launcher).to_be_focused(timeout=PATIENCE_MS)
    assert not visitor.page.evaluate("document.body.hasAttribute('inert')")


def test_on_a_low_phone_why_and_both_answers_are_in_view_at_once(stage: Stage) -> None:
    visitor = stage.visitor(viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True)
    visitor.picks_up_the_phone()
    visitor.says("Thank you, that was all.")
    visitor.sees_them_safe()
    visitor.leaves()
    expect(visitor.panel.get_by_role("button", name="Skip")).to_be_visible(timeout=PATIENCE_MS)
    foot = visitor.panel.get_by_role("button", name="Get me someone who can fix this").bounding_box()
    assert foot
    for part in (
        visitor.panel.get_by_role("textbox", name="In your own words"),
        visitor.panel.get_by_role("button", name="Skip"),
        visitor.panel.get_by_role("button", name="Send"),
    ):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= foot["y"]
