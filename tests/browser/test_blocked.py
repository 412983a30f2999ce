"""WebSockets are blocked, as behind some firms' proxies: the same story is told over a stream, and nobody chose it."""

from tests.browser.conftest import Stage
from tests.browser.people import in_order


def test_they_talk_without_a_websocket_also_over_a_killed_server(stage: Stage) -> None:
    stage.blocked = True
    agent, visitor = stage.agent(), stage.visitor()
    visitor.picks_up_the_phone()
    visitor.says("Does the wheel fit my bicycle?")
    agent.sees_it_ring("Does the wheel fit my bicycle?")
    agent.picks_up()
    agent.says("Which one have you got?")
    visitor.hears("Does the wheel fit my bicycle?", "Which one have you got?")

    stage.server.kill()
    visitor.says("A Ridgeline", "from 2019.")
    agent.says("I shall look it up.")
    stage.server.start()
    visitor.says("Thank you.")

    of_visitor = ["Does the wheel fit my bicycle?", "A Ridgeline", "from 2019.", "Thank you."]
    of_agent = ["Which one have you got?", "I shall look it up."]
    # Either may dial later than the other, and has words that the other waits for.
    for person in (visitor, agent):
        person.is_back()
    for person in (visitor, agent):
        person.hears(*of_visitor)
        person.hears(*of_agent)
    visitor.sees_them_safe()
    assert in_order(visitor.log, of_visitor + of_agent) == in_order(agent.log, of_visitor + of_agent)
    assert {url.rsplit("/", 1)[-1] for url in stage.refused} == {"visitor", "agent"}
