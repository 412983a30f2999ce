"""The short way through RFC 6455: a text that is one whole frame, read and written. Anything else is not for here.

Nearly all that comes and goes are such. Fragments, control frames, compression and whatever breaks a rule are left to
the libraries below Daphne and uvicorn, so the rules stand in one place. See `docs/decisions/0029-the-short-way.md`.
"""

from typing import Final

TEXT: Final = 0x81
"""The first byte of a text that is one whole frame, uncompressed (5.2)."""
MASKED: Final = 0x80
LENGTH: Final = 0x7F
TWO_MORE: Final = 126
"""A length that says: the length is in the next two bytes. One more says eight, which nothing that is read here needs."""
MASK: Final = 4
SMALLEST: Final = 64
"""Bytes that even an empty text takes while it waits to be heard, and some."""


def texts(data: bytes, longest: int) -> tuple[list[tuple[str, int]], bytes, bool]:
    """The whole texts at the beginning of what a client sent, each with its bytes; what is left; whether that may become one.

    What is left is nothing, or begins with anything but a whole text of at most `longest` bytes.
    """
    found: list[tuple[str, int]] = []
    at, end, more = 0, len(data), False
    while at < end and data[at] == TEXT:
        more = end - at < 2 or (data[at + 1] == MASKED | TWO_MORE and end - at < 4)
        if more or not data[at + 1] & MASKED:
            break
        size, body = data[at + 1] & LENGTH, at + 2 + MASK
        if size == TWO_MORE:
            size, body = int.from_bytes(data[at + 2 : at + 4], "big"), body + 2
            if size < TWO_MORE:
                break
        elif size > TWO_MORE:
            break
        more = size <= longest and body + size > end
        if more or size > longest:
            break
        try:
            text = str(_unmasked(data[body - MASK : body], data[body : body + size]), "utf-8")
        except UnicodeDecodeError:
            break
        found.append((text, size))
        at = body + size
    return found, data[at:] if at else data, more


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    """Each byte with one of the mask's four, in turn (5.3). As two great numbers it is one step."""
    size = len(payload)
    key = (mask * (size // MASK + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def head(size: int) -> bytes:
    """What a server writes before a text of `size` bytes."""
    if size < TWO_MORE:
        return bytes((TEXT, size))
    if size < 1 << 16:
        return bytes((TEXT, TWO_MORE)) + size.to_bytes(2, "big")
    return bytes((TEXT, TWO_MORE + 1)) + size.to_bytes(8, "big")
