"""Bytes in, structs out, and back. What is wrong with a frame is told by name.

msgspec decodes and validates in one pass, but accepts duplicate keys and NUL, so a second look
follows; it costs about a microsecond.
"""

import re
from typing import Any, Final, Generic, TypeVar

import msgspec

from server.wire import agent, blame, insider, visitor
from server.wire.base import Frame, Noun
from server.wire.limits import FRAME_MAX
from server.wire.nouns import RefusalCode

T = TypeVar("T")

_encoder = msgspec.json.Encoder()
_KEY = re.compile(rb'[\w-]"[ \t\r\n]*:')
"""The end of a key. Inside a string a quote follows a backslash, so text cannot look like one."""
_PATH = re.compile(r" - at (?:`key` in )?`\$\.?([^`]*)`$")
_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")
"""An escaped half of a surrogate pair. At the end of a frame msgspec takes it for a truncated one."""


class FrameError(Exception):
    """The peer sent something we refuse: `code` names it, `field` says where, the text says how to mend it."""

    def __init__(self, code: RefusalCode, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code: RefusalCode = code
        self.message = message
        self.field = field


def encode(frame: Frame) -> str:
    """The one encoding of an event, ready to be sent to any number of sockets."""
    return _encoder.encode(frame).decode()


def size(noun: Noun) -> int:
    """The bytes it takes within a frame."""
    return len(_encoder.encode(noun))


class Codec(Generic[T]):
    """Decodes one union of commands or events. Only what peers send is held to `FRAME_MAX`."""

    def __init__(self, union: Any, frame_max: int | None = None) -> None:
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(union)
        self._frame_max = frame_max

    def decode(self, raw: str | bytes) -> T:
        """The struct in `raw`, or `FrameError`."""
        try:
            data = raw.encode() if isinstance(raw, str) else raw
        except UnicodeEncodeError:
            raise _half(raw) from None
        if self._frame_max and len(data) > self._frame_max:
            raise FrameError("frame_too_large", f"A frame may have {self._frame_max} bytes; this one has {len(data)}.")
        try:
            frame = self._decoder.decode(data)
        except msgspec.ValidationError as error:
            raise _explained(str(error)) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if "surrogate" in str(error) or _HALF.search(data):
                raise _half(data) from None
            raise FrameError("malformed", f"This is not well-formed JSON: {error}.", blame.no_number(data)) from None
        except RecursionError:
            raise FrameError("too_deep", "The JSON is nested too deeply.") from None
        _second_look(data, frame)
        return frame


def _second_look(data: bytes, frame: object) -> None:
    """Refuse what msgspec lets through: duplicate keys, NUL, lone surrogates.

    No command's field has a default, so a frame without duplicates has exactly the keys of its re-encoding.
    """
    try:
        again = _encoder.encode(frame)
    except UnicodeEncodeError:
        raise _half(data) from None
    # Most clients write what the encoder would: then there is nothing more in the one than in the other.
    if data != again and len(_KEY.findall(data)) != len(_KEY.findall(again)):
        raise FrameError("duplicate_key", "A key occurs twice in one object; send each once.", blame.doubled_key(data))
    if b"\\u0000" in again and (field := blame.nul(msgspec.json.decode(again))):
        raise FrameError("forbidden_character", "Text must not contain NUL (U+0000).", field)


def _half(raw: str | bytes) -> FrameError:
    return FrameError("forbidden_character", "Text must not contain lone surrogates.", blame.half_character(raw))


def _explained(error: str) -> FrameError:
    """msgspec's message, as one of our named refusals with the field's path."""
    path = _PATH.search(error)
    field = path.group(1) or None if path else None
    message = (error[: path.start()] if path else error) + "."
    if "unknown field" in error:
        named = re.search(r"unknown field `([^`]*)`", error)
        return FrameError("unknown_field", message, named.group(1) if named else field)
    if "missing required field" in error:
        named = re.search(r"missing required field `([^`]*)`", error)
        return FrameError("missing_field", message, named.group(1) if named else field)
    if error.startswith(("Invalid value", "Invalid enum value")):
        return FrameError("unknown_type", message, field)
    if re.search(r"matching regex|length|[<>]= ", error):
        return FrameError("out_of_bounds", message, field)
    return FrameError("wrong_type", message, field)


VISITOR_COMMANDS: Final[Codec[visitor.VisitorCommand]] = Codec(visitor.VisitorCommand, FRAME_MAX)
VISITOR_EVENTS: Final[Codec[visitor.VisitorEvent]] = Codec(visitor.VisitorEvent)
AGENT_COMMANDS: Final[Codec[agent.AgentCommand]] = Codec(agent.AgentCommand, FRAME_MAX)
AGENT_EVENTS: Final[Codec[agent.AgentEvent]] = Codec(agent.AgentEvent)
INSIDER_COMMANDS: Final[Codec[insider.InsiderCommand]] = Codec(insider.InsiderCommand, FRAME_MAX)
INSIDER_EVENTS: Final[Codec[insider.InsiderEvent]] = Codec(insider.InsiderEvent)
