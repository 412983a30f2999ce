"""Why words were not stored. The first kinds are the peer's fault, the last is ours."""

from typing import ClassVar

from server.wire.nouns import RefusalCode


class ChatError(Exception):
    """A refusal; `code` is the wire's."""

    code: ClassVar[RefusalCode]
    message: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.message)


class UnknownConversation(ChatError):
    code = "unknown_conversation"
    message = "There is no such conversation here."


class AlreadyEnded(ChatError):
    code = "already_ended"
    message = "The visitor has left this conversation; nothing can be added to it."


class ClosedForNow(ChatError):
    code = "already_ended"
    message = "This conversation is closed, so nothing can be added. It goes on when the visitor or the team writes."


class NotYours(ChatError):
    code = "not_yours"
    message = "Only the agent who has this conversation can answer in it. Pick it up, or leave a note."


class Unavailable(Exception):
    """The database could not store it now. Nothing was stored; the same id may be sent again."""
