"""Scenes of which the visitor's side is written down. Ana is `agent`, Tom is `colleague`."""

from tests.protocol.acts import Desk, begin, say
from tests.protocol.stage import Stage, visitor_hello


async def conversation(stage: Stage) -> None:
    """First words, a ring, a pick-up, a reply, a closing, and words after it."""
    desk = await begin(stage)
    id_ = stage.conversation
    await stage.says("agent", {"type": "open", "conversation": id_, "after": 0})
    await desk("agent", "reply", text="**Yes**, bring it in.")
    await desk("agent", "note", text="Only the team sees this.")
    await stage.says("visitor", {"type": "read", "conversation": id_, "seq": 3})
    await stage.says("visitor", say(2, "<script>alert(1)</script> *literally* 🚲 שלום"))
    await stage.says("agent", {"type": "read", "conversation": id_, "seq": 6})
    await desk("agent", "close")
    await stage.says("visitor", say(3, "One more thing."))


async def retries(stage: Stage) -> None:
    """The same words sent again bring the same acknowledgement, and no second entry."""
    await begin(stage)
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    await stage.says("visitor", {"type": "fetch", "conversation": stage.conversation, "after": 0})
    await stage.says("visitor", {"type": "earlier", "conversation": stage.conversation, "before": 2})


async def waits(stage: Stage) -> None:
    """Nobody is here: a place in line, how the answer shall come, a person of one's own; then somebody comes."""
    await stage.comes("passer")
    await stage.says("passer", say(1, "Is anybody there?"))
    await stage.comes("visitor")
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    wish = {"type": "choose", "id": "visitor-choice-1", "conversation": stage.conversation}
    await stage.says("visitor", wish | {"reach": {"kind": "write", "address": "jo@example.com", "due": None}})
    await stage.says("visitor", wish | {"reach": {"kind": "write", "address": "jo@example.com", "due": None}})
    await stage.says(
        "visitor", wish | {"id": "visitor-choice-2", "reach": {"kind": "here", "address": "", "due": None}}
    )
    await stage.comes("agent")
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    desk = Desk(stage, stage.conversation)
    await desk("agent", "reply", text="I am.")
    await desk("agent", "hold")
    await desk("agent", "resume")
    await stage.says("visitor", {"type": "set_person", "id": "visitor-person-1", "person": stage.ids["agent"]})
    await stage.says("visitor", {"type": "set_person", "id": "visitor-person-2", "person": "nobody-of-this-team"})
    await stage.says("visitor", {"type": "set_person", "id": "visitor-person-3", "person": None})


async def waits_for_a_person(stage: Stage) -> None:
    """Their own person is here, but with somebody: they may wait for that one, until that one goes away."""
    await stage.comes("colleague")
    await stage.says("colleague", {"type": "set_presence", "presence": "available", "capacity": 1})
    await stage.comes("passer")
    await stage.says("passer", say(1, "Is anybody there?"))
    await stage.comes("visitor")
    await stage.says("visitor", {"type": "set_person", "id": "visitor-person-1", "person": stage.ids["colleague"]})
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    wish = {"type": "wait_for", "conversation": stage.conversation}
    await stage.says("visitor", wish | {"id": "visitor-wish-1", "person": True})
    await stage.comes("agent")
    await stage.says("visitor", wish | {"id": "visitor-wish-2", "person": False})


async def helped(stage: Stage) -> None:
    """A colleague comes in, goes, and takes over; the visitor asks for somebody who can fix it."""
    desk = await begin(stage)
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await stage.comes("colleague")
    await desk("agent", "bring_in", whom=stage.ids["colleague"], why="Tom built this frame.")
    await desk("colleague", "pick_up", offer=2)
    await desk("colleague", "reply", text="It is the hub.")
    await desk("colleague", "step_out")
    await desk("agent", "hand_over", whom=None, team=None, why="Somebody with the parts.")
    await desk("colleague", "pick_up", offer=3)
    await desk("colleague", "reply", text="I have it now.")
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})
    await desk("agent", "pick_up", offer=4)


async def unanswered(stage: Stage) -> None:
    """It rings and nobody answers, so it rings for everybody who is here."""
    desk = await begin(stage)
    await stage.passes(20_000)
    await stage.says("visitor", say(2, "Hello?"))
    await desk("agent", "pick_up", offer=None)


async def dropped(stage: Stage) -> None:
    """Their agent's line drops: whoever is in it takes over; and once more, when nobody is, it goes to the head of the line."""
    desk = await begin(stage)
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await desk("agent", "reply", text="Let me see.")
    await stage.comes("colleague")
    await desk("agent", "bring_in", whom=stage.ids["colleague"], why="")
    await desk("colleague", "pick_up", offer=2)
    await stage.hang_up("agent")
    await stage.passes(20_000)
    await stage.hang_up("colleague")
    await stage.passes(20_000)


async def asks_first(stage: Stage) -> None:
    """Asking for somebody who can fix it begins a conversation, and is never refused."""
    await stage.comes("visitor")
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})
    await stage.says("visitor", say(1, "My rear wheel fell off."))


async def leaves(stage: Stage) -> None:
    """Let me leave: a receipt at once, and a reason if they like."""
    await begin(stage)
    await stage.says("visitor", {"type": "leave", "id": "visitor-leave-1"})
    why = {
        "type": "why",
        "id": "visitor-why-1",
        "departure": stage.heard("left")["departure"],
        "reason": "too_hard",
        "words": "Too many forms.",
    }
    await stage.says("visitor", why)


async def refusals(stage: Stage) -> None:
    """What is wrong is told by name, and the socket stays open."""
    await stage.connect("visitor")
    for raw in (
        "{",
        '{"type":"shout"}',
        '{"type":"leave","id":"visitor-leave-1","user_id":"1"}',
        '{"type":"leave"}',
        '{"type":"leave","id":7}',
        '{"type":"leave","id":"short"}',
        '{"type":"leave","id":"visitor-leave-1","id":"visitor-leave-2"}',
        '{"type":"say","id":"visitor-words-1","conversation":null,"text":"\\u0000"}',
        '{"type":"leave","id":"visitor-leave-1"}',
    ):
        await stage.says("visitor", raw)
    await stage.says("visitor", visitor_hello("no-such-site"))
    await stage.says("visitor", visitor_hello(stage.site, token="a-token-that-nobody-has"))
    await stage.says("visitor", visitor_hello(stage.site))
    await stage.says("visitor", say(1, "Now it works."))
    await stage.says(
        "visitor", {"type": "wait_for", "id": "visitor-wish-1", "conversation": "nowhere-at-all", "person": True}
    )
