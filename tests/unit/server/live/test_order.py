"""What one person says is done in the order in which they said it, however fast they said it."""

import pytest

from server.live.offload import offload
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.nouns import Closed, Departed, Message
from tests.unit.server.chat.logs import sound_logs
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import answering, visiting

pytestmark = pytest.mark.both

COUNT = 30


def say(n: int) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=f"word {n}")


async def test_leaving_does_not_overtake_the_last_words(site: Site) -> None:
    """An outbox that is emptied at once after a reconnect: words, then the leaving."""
    async with visiting(site.key) as (v, _):
        for n in range(COUNT):
            v.say(say(n))
        v.say(visitor.Leave(id="client-id-l"))
        left = await v.expect(visitor.Left)
        await v.expect(visitor.Acked, lambda e: e.id == f"client-id-{COUNT - 1}")
        assert left.conversation
    logs = await offload(sound_logs, site)
    assert list(logs) == [left.conversation], "a word that came after the leaving began another conversation"
    assert [line.text for line in logs[left.conversation] if line.text] == [f"word {n}" for n in range(COUNT)]
    assert isinstance(logs[left.conversation][-1].body, Departed)


async def test_leaving_with_nothing_said_waits_for_nothing(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        v.say(visitor.Leave(id="client-id-l"))
        assert (await v.expect(visitor.Left)).conversation is None


async def test_putting_the_phone_down_does_not_overtake_the_last_reply(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(0))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        a.say(agent.Open(conversation=row.id, after=0))
        for n in range(COUNT):
            a.say(agent.Reply(id=f"reply-id-{n}", conversation=row.id, text=f"answer {n}"))
        a.say(agent.Close(id="client-id-c", conversation=row.id))
        await a.expect(agent.Acked, lambda e: e.id == "client-id-c")
        await a.expect(agent.Acked, lambda e: e.id == f"reply-id-{COUNT - 1}")
    (log,) = (await offload(sound_logs, site)).values()
    assert isinstance(log[-1].body, Closed)
    words = [line.text for line in log if isinstance(line.body, Message)]
    assert words == ["word 0", *(f"answer {n}" for n in range(COUNT))]
