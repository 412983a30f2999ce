"""What is published: each hint in the encodings of those who may hear of it, made once. Its site chooses the channel."""

import msgspec


class Hint(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """What is published. `site` chooses the channel: nothing crosses it."""

    site: str


class Posted(Hint, frozen=True):
    """An entry, in the encodings of those who may hear of it: its visitor, agents who have it open and insiders, other agents."""

    visitor: str
    conversation: str
    seq: int
    visitor_seq: int | None
    public: str | None
    team: str
    touched: str | None


class ToVisitor(Hint, frozen=True):
    """A frame for one visitor's sockets."""

    visitor: str
    frame: str


class ToVisitors(Hint, frozen=True):
    """A frame for every visitor of the site."""

    frame: str


class ToAgents(Hint, frozen=True):
    """A frame for the site's agents, or for `agent` alone; `insiders`: those of this conversation may hear it too."""

    frame: str
    agent: str | None
    insiders: str | None = None


class ToWatchers(Hint, frozen=True):
    """A frame for the agents who have the conversation open, and for its insiders."""

    conversation: str
    frame: str


class PostedTo(Hint, frozen=True):
    """Frames for a stream that another process holds, and who asks it to take them: `site` names its process instead."""

    key: str
    number: int
    frames: tuple[str, ...]
    asker: str
    ticket: str


class Taken(Hint, frozen=True):
    """Whether they were taken, as the HTTP status that the asker answers; `site` names the asker's process instead."""

    ticket: str
    status: int


AnyHint = Posted | ToVisitor | ToVisitors | ToAgents | ToWatchers | PostedTo | Taken
