"""Why an agent could not have a conversation."""

from server.chat.errors import ChatError


class AlreadyTaken(ChatError):
    code = "already_taken"
    message = "A colleague has picked this conversation up already."
