"""The matrix of commands: which field of which command names something, and how a foreign one is answered."""

from types import UnionType
from typing import Any, Final, get_args

from msgspec import structs

from server.wire import agent, insider, visitor
from server.wire.base import Frame
from server.wire.nouns import Page, Reach

UNKNOWN: Final = "unknown_conversation"
NOTHING: Final = None
"""Not answered at all."""
DONE: Final = "done"
"""Done, with what is one's own or with nobody: the name was of no use."""
ENDED: Final = "pass_ended"

Answers = dict[type[Frame], dict[str, str | None]]

VISITOR: Final[Answers] = {
    # A site's key is public: whoever has it may become its visitor.
    visitor.Hello: {"token": "unknown_token", "conversation": DONE, "team": DONE},
    # One's own words go into one's own conversation, whatever id is named.
    visitor.Say: {"conversation": DONE},
    visitor.Escalate: {},
    visitor.Choose: {"conversation": UNKNOWN},
    visitor.WaitFor: {"conversation": UNKNOWN},
    visitor.SetPerson: {"person": "unknown_person"},
    visitor.Leave: {},
    visitor.Why: {"departure": "unknown_departure"},
    visitor.Write: {},
    visitor.Read: {"conversation": NOTHING},
    visitor.Look: {},
    visitor.Fetch: {"conversation": UNKNOWN},
    visitor.Earlier: {"conversation": UNKNOWN},
    visitor.Answer: {},
}
AGENT: Final[Answers] = {
    agent.Hello: {"site": "not_a_member", "cursors": DONE},
    agent.SetPresence: {},
    agent.Open: {"conversation": UNKNOWN},
    agent.Shut: {"conversation": NOTHING},
    agent.PickUp: {"conversation": UNKNOWN},
    agent.Decline: {"conversation": UNKNOWN},
    agent.Hold: {"conversation": UNKNOWN},
    agent.Resume: {"conversation": UNKNOWN},
    agent.BringIn: {"conversation": UNKNOWN, "whom": "unknown_person"},
    agent.HandOver: {"conversation": UNKNOWN, "whom": "unknown_person", "team": "not_there"},
    agent.Uninvite: {"conversation": UNKNOWN, "whom": DONE},
    agent.StepOut: {"conversation": UNKNOWN},
    agent.Reply: {"conversation": UNKNOWN},
    agent.WriteNote: {"conversation": UNKNOWN},
    agent.Close: {"conversation": UNKNOWN},
    agent.Write: {"conversation": NOTHING},
    agent.Read: {"conversation": NOTHING},
    agent.Fetch: {"conversation": UNKNOWN},
    agent.Earlier: {"conversation": UNKNOWN},
    agent.Refresh: {},
    agent.More: {},
    agent.Answer: {},
}
INSIDER: Final[Answers] = {
    insider.Hello: {"key": ENDED},
    agent.Reply: {"conversation": UNKNOWN},
    agent.WriteNote: {"conversation": UNKNOWN},
    agent.Write: {"conversation": UNKNOWN},
    agent.Read: {"conversation": UNKNOWN},
    agent.Fetch: {"conversation": UNKNOWN},
    agent.Earlier: {"conversation": UNKNOWN},
    agent.StepOut: {"conversation": UNKNOWN},
    agent.Answer: {},
}
TABLES: Final[dict[str, tuple[UnionType, Answers]]] = {
    "visitor": (visitor.VisitorCommand, VISITOR),
    "agent": (agent.AgentCommand, AGENT),
    "insider": (insider.InsiderCommand, INSIDER),
}

PLAIN: Final[dict[str, Any]] = {
    "text": "psst",
    "seq": 1,
    "after": 0,
    "before": 2**50,
    "cursor": 0,
    "n": 1,
    "offer": 1,
    "why": "psst",
    "words": "psst",
    "reason": None,
    "reach": Reach(kind="write", address="psst@example.com", due=None),
    "page": Page(url="https://elsewhere.example/", title="psst"),
    "language": None,
    "zone": None,
    "told": (),
    "presence": "available",
    "capacity": 3,
}
"""The fields that name nothing, and what stands in them."""


def named(command: type[Frame], answers: Answers) -> set[str]:
    """The fields that may name something of somebody's. `person` is a wish in one command, and an id in another."""
    fields = {f.name for f in structs.fields(command) if f.type is not bool}
    return fields - PLAIN.keys() - {"id"} - ({"site"} if "site" not in answers[command] else set())


def made(command: type[Frame], client_id: str, own: dict[str, Any], **other: Any) -> Frame:
    """The command about what is one's `own`, but for what is said otherwise."""
    values = {"id": client_id} | PLAIN | own | other
    return command(**{f.name: f.type is bool or values[f.name] for f in structs.fields(command)})


def commands(union: UnionType) -> set[type[Frame]]:
    """All of a union."""
    return set(get_args(union))
