"""Scenes of which Ana's side is written down. Ana is `agent`, Tom is `colleague`."""

from tests.protocol.acts import Desk, begin, say
from tests.protocol.stage import Stage, visitor_hello


async def conversation(stage: Stage) -> None:
    """A console: it rings, is picked up, answered, noted in, and closed."""
    desk = await begin(stage)
    id_ = stage.conversation
    await stage.says("agent", {"type": "open", "conversation": id_, "after": 0})
    await desk("agent", "reply", text="**Yes**, bring it in.")
    await desk("agent", "note", text="Only the team sees this.")
    await stage.says("visitor", {"type": "read", "conversation": id_, "seq": 3})
    await stage.says("visitor", say(2, "At five?"))
    await stage.says("agent", {"type": "read", "conversation": id_, "seq": 6})
    await stage.says("agent", {"type": "set_presence", "presence": "away", "capacity": 2})
    await desk("agent", "reply", conversation="nowhere-at-all", text="?")
    await desk("agent", "close")
    await stage.says("visitor", say(3, "One more thing."))
    await desk("agent", "pick_up", offer=None)


async def rings(stage: Stage) -> None:
    """Where the site rings: only the number of the ring takes it, and "not now" sends it on."""
    desk = await begin(stage)
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await desk("agent", "pick_up", offer=7)
    await desk("agent", "decline", offer=1)
    await desk("agent", "decline", offer=1)
    await stage.comes("colleague")
    await desk("agent", "pick_up", offer=1)
    await desk("colleague", "pick_up", offer=2)
    await desk("colleague", "pick_up", offer=2)
    await desk("agent", "reply", text="Me too.")
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})


async def helps(stage: Stage) -> None:
    """Asked in: once not now, once no longer, then in, out again, and given the whole of it."""
    await stage.comes("colleague")
    await stage.comes("visitor")
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    await stage.comes("agent")
    desk = Desk(stage, stage.conversation)
    ana, tom = stage.ids["agent"], stage.ids["colleague"]
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await stage.says("colleague", {"type": "open", "conversation": stage.conversation, "after": 0})
    await desk("colleague", "bring_in", whom=ana, why="You know hubs.")
    await desk("agent", "decline", offer=2)
    await desk("colleague", "bring_in", whom=ana, why="Really.")
    await desk("colleague", "uninvite", whom=ana)
    await desk("agent", "pick_up", offer=3)
    await desk("colleague", "bring_in", whom=ana, why="Now I know why.")
    await desk("agent", "pick_up", offer=4)
    await desk("agent", "reply", text="It is the hub.")
    await desk("agent", "bring_in", whom=tom, why="He is in it.")
    await desk("agent", "bring_in", whom="nobody-of-this-team", why="Nobody.")
    await desk("agent", "step_out")
    await desk("colleague", "hand_over", whom=ana, team=None, why="The shop closes.")
    await desk("agent", "pick_up", offer=5)
    await desk("agent", "step_out")
    await desk("agent", "hold")
    await desk("agent", "resume")
    await stage.says("visitor", {"type": "escalate", "id": "visitor-asks-1"})
    await desk("colleague", "pick_up", offer=6)
    await desk("agent", "close")


async def unanswered(stage: Stage) -> None:
    """No sign in time: away, told why, and back by picking up. No word in time: a nudge first."""
    desk = await begin(stage)
    await stage.passes(20_000)
    await desk("agent", "pick_up", offer=None)
    await stage.passes(45_000)
    await stage.passes(45_000)
    await stage.says("agent", {"type": "set_presence", "presence": "available", "capacity": 3})


async def visitor_away(stage: Stage) -> None:
    """The visitor is away, so it is held; and comes back by itself when they do. Who waits keeps their place, unserved."""
    desk = await begin(stage)
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await desk("agent", "reply", text="One moment.")
    await stage.hang_up("visitor")
    await stage.passes(60_000)
    await stage.connect("visitor")
    await stage.says("visitor", visitor_hello(stage.site, stage.tokens["visitor"]))
    await desk("agent", "close")


async def colleague_gone(stage: Stage) -> None:
    """A colleague's line drops: what they had is rescued, and what they were in goes to who is in it with them."""
    await stage.comes("colleague")
    await stage.comes("visitor")
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    desk = Desk(stage, stage.conversation)
    await stage.comes("agent")
    await desk("colleague", "pick_up", offer=1)
    await stage.says("agent", {"type": "open", "conversation": stage.conversation, "after": 0})
    await desk("colleague", "bring_in", whom=stage.ids["agent"], why="Two heads.")
    await desk("agent", "pick_up", offer=2)
    await stage.hang_up("colleague")
    await stage.passes(20_000)
