"""The scenes that transcripts are recorded from, on a site with two agents: Ana, who is `agent`, and Tom, who is `colleague`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from tests.protocol import agent_scenes, visitor_scenes
from tests.protocol.naming import Naming
from tests.protocol.stage import Stage
from tests.protocol.transcript import Transcript


@dataclass(frozen=True)
class Scene:
    """What happens, and on what kind of site."""

    play: Callable[[Stage], Awaitable[None]]
    mode: Literal["connect", "ring"] = "connect"


SCENES = {
    "visitor-conversation": Scene(visitor_scenes.conversation),
    "visitor-retries": Scene(visitor_scenes.retries),
    "visitor-waits": Scene(visitor_scenes.waits),
    "visitor-waits-for-a-person": Scene(visitor_scenes.waits_for_a_person),
    "visitor-helped": Scene(visitor_scenes.helped),
    "visitor-unanswered": Scene(visitor_scenes.unanswered),
    "visitor-asks-first": Scene(visitor_scenes.asks_first),
    "visitor-dropped": Scene(visitor_scenes.dropped),
    "visitor-leaves": Scene(visitor_scenes.leaves),
    "visitor-refusals": Scene(visitor_scenes.refusals),
    "agent-conversation": Scene(agent_scenes.conversation),
    "agent-rings": Scene(agent_scenes.rings, mode="ring"),
    "agent-helps": Scene(agent_scenes.helps),
    "agent-unanswered": Scene(agent_scenes.unanswered),
    "agent-visitor-away": Scene(agent_scenes.visitor_away),
    "agent-colleague-gone": Scene(agent_scenes.colleague_gone),
}


async def record(name: str, stage: Stage) -> Transcript:
    """Play a scene and write it down."""
    scene = SCENES[name]
    async with stage:
        await scene.play(stage)
        fresh = await stage.fresh()
    naming = Naming(stage.names)
    frames = naming.of(stage.frames)
    about = " ".join((scene.play.__doc__ or "").split())
    names = sorted(naming.names.values())
    return Transcript(name, stage.side, about, scene.mode, frames, naming.of(fresh), names)
