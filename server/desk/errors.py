"""Why the desk says no."""

from typing import Final

from routing.requests import Refusal, Refused
from server.chat.errors import AlreadyEnded, ChatError, NotYours
from server.wire.limits import CALL_DAYS_MAX


class AlreadyTaken(ChatError):
    code = "already_taken"
    message = "A colleague has picked this conversation up already."


class OfferOver(ChatError):
    code = "offer_over"
    message = "That ring is over: it went on to somebody else."


class NotThere(ChatError):
    code = "not_there"
    message = "They are not here right now. Ask somebody who is."


class HandsFull(ChatError):
    code = "hands_full"
    message = "They have their hands full. Ask somebody else, or try again in a moment."


class LastHuman(ChatError):
    code = "last_human"
    message = "You have this conversation: close it, or hand it over, so that nobody is left alone."


class NotAlone(ChatError):
    code = "not_alone"
    message = "A colleague is with the visitor too, so nobody is on hold: hand it over to them instead."


class AlreadyIn(ChatError):
    code = "already_in"
    message = "They are in this conversation, or asked into it, already."


class UnknownPerson(ChatError):
    code = "unknown_person"
    message = "Nobody on this site's team has this id."


class NoAddress(ChatError):
    code = "out_of_bounds"
    message = "Say where to write or call: an address, or a number."


class TooFarAhead(ChatError):
    code = "out_of_bounds"
    message = f"reach.due: a call can be asked for within the next {CALL_DAYS_MAX} days."


_OF: Final[dict[Refusal, type[ChatError]]] = {
    "already_taken": AlreadyTaken,
    "offer_over": OfferOver,
    "not_yours": NotYours,
    "not_there": NotThere,
    "hands_full": HandsFull,
    "last_human": LastHuman,
    "not_alone": NotAlone,
    "already_in": AlreadyIn,
    "already_ended": AlreadyEnded,
}


def refusal(refused: Refused) -> ChatError:
    """Routing's refusal, as the wire tells it."""
    return _OF[refused.code]()
