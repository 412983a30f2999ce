"""What every frame and every noun on the wire has in common."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta

VERSION = 1
"""The protocol's version, sent in every `Welcome`. It rises when an old client would misread a frame."""

SAFE_INTEGER = 2**53 - 1
"""The largest integer that JavaScript reads exactly."""


def snake(name: str) -> str:
    """`PickUp` → `pick_up`: a struct's name on the wire."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Noun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a frame. Without defaults: a default would become optional in TypeScript."""


class Frame(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    tag_field="type",
    tag=snake,
):
    """A tagged struct: one command, one event, or one kind of entry."""


# To Python, `$` also stands before a last line break; the look-ahead says the same to every engine.
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$(?!\n)", description="8 to 64 of A–Z a–z 0–9 _ -")]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$(?!\n)", description="A site's public key")]
Count = Annotated[int, Meta(ge=0, le=SAFE_INTEGER)]
Millis = Annotated[int, Meta(ge=0, le=SAFE_INTEGER, description="Milliseconds since 1970-01-01 UTC, server's clock")]
Line = Annotated[str, Meta(max_length=200, description="One short line")]
