"""The cases of the public Autobahn test suite, by its families, in our own words.

Nothing echoes here. What shows that a message was understood is our protocol's answer: `UNKNOWN` is well-formed JSON that
is refused as `unknown_type`, however it was cut; `HELLO` is answered by `welcome`; bytes are refused as `not_text`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.cli.one_process import READ_MAX
from server.wire.limits import FRAME_FATAL, FRAME_MAX
from tests.protocol.conformance.raw import BINARY, CLOSE, CONT, PING, PONG, TEXT, close, frame

HEAR: Final = b""
"""Among what is sent: not before the server has answered."""
UNKNOWN: Final = '{"type":"grüß dich κόσμε 🧵"}'.encode()
UNDERSTOOD: Final = "refused unknown_type"
HELLO: Final = json.dumps(
    {"type": "hello", "site": "fernhill", "cursor": 0, "told": []}
    | dict.fromkeys(("token", "conversation", "page", "language", "zone", "team"))
).encode()


@dataclass(frozen=True)
class Case:
    """What is sent, each item by itself, and what is heard. Where the last item is no `end`, the line stays open."""

    name: str
    sent: tuple[bytes, ...]
    heard: tuple[str, ...]
    chop: int | None = None


def fails(code: int) -> tuple[str, ...]:
    """The connection is failed: a close with this code, then the end."""
    return (f"close {code}", "end")


def pong(payload: bytes) -> str:
    """The answer to a ping."""
    return f"pong {payload!r}"


def padded(size: int) -> bytes:
    """A command of this many bytes that nobody knows."""
    return UNKNOWN + b" " * (size - len(UNKNOWN))


def cut(payload: bytes, *sizes: int, opcode: int = TEXT) -> list[bytes]:
    """A message in fragments: of these sizes, then the rest."""
    parts, start = [], 0
    for size in sizes:
        parts.append(payload[start : start + size])
        start += size
    parts.append(payload[start:])
    last = len(parts) - 1
    return [frame(CONT if n else opcode, part, fin=n == last) for n, part in enumerate(parts)]


def framing() -> Iterator[Case]:
    """1: sizes where the length's form changes."""
    yield Case("1.1 a text of 0 bytes", (frame(TEXT),), ("refused malformed",))
    for size in (125, 126, 127, 128, FRAME_MAX):
        yield Case(f"1.1 a text of {size} bytes", (frame(TEXT, padded(size)),), (UNDERSTOOD,))
    for size in (FRAME_MAX + 1, 65_535, 65_536):
        yield Case(f"1.1 a text of {size} bytes", (frame(TEXT, padded(size)),), ("refused frame_too_large",))
    yield Case("1.1 a text of 65536 bytes in pieces", (frame(TEXT, padded(65_536)),), ("refused frame_too_large",), 997)
    for size in (0, 125, 126, 127, 128, 65_535, 65_536):
        yield Case(f"1.2 {size} bytes", (frame(BINARY, b"\xfe" * size),), ("refused not_text",))
    yield Case("1.1 a text, byte by byte", (frame(TEXT, padded(128)),), (UNDERSTOOD,), 1)


def pings() -> Iterator[Case]:
    """2: pings and pongs."""
    yield Case("2.1 a ping without payload", (frame(PING),), ("pong b''",))
    yield Case("2.2 a ping with text", (frame(PING, b"hi"),), ("pong b'hi'",))
    yield Case("2.3 a ping with bytes", (frame(PING, b"\x00\xff\xfe"),), (pong(b"\x00\xff\xfe"),))
    yield Case("2.4 a ping of 125 bytes", (frame(PING, b"\xfe" * 125),), (pong(b"\xfe" * 125),))
    yield Case("2.5 a ping of 126 bytes", (frame(PING, b"\xfe" * 126),), fails(1002))
    yield Case("2.6 a ping of 125 bytes, byte by byte", (frame(PING, b"x" * 125),), (pong(b"x" * 125),), 1)
    yield Case("2.7 a pong nobody asked for", (frame(PONG),), ())
    yield Case("2.8 a pong with payload", (frame(PONG, b"unasked"),), ())
    yield Case("2.9 a pong, then a ping", (frame(PONG, b"unasked"), frame(PING, b"hi")), ("pong b'hi'",))
    yield Case("2.9 a pong of 126 bytes", (frame(PONG, b"x" * 126),), fails(1002))
    ten = [b"%d" % n for n in range(10)]
    yield Case("2.10 ten pings", tuple(frame(PING, n) for n in ten), tuple(map(pong, ten)))
    yield Case("2.11 ten pings, byte by byte", tuple(frame(PING, n) for n in ten), tuple(map(pong, ten)), 1)


def reserved() -> Iterator[Case]:
    """3: reserved bits; 4: reserved opcodes; and frames without a mask."""
    for rsv in range(1, 8):
        yield Case(f"3.{rsv} a text with RSV={rsv}", (frame(TEXT, UNKNOWN, rsv=rsv),), fails(1002))
    yield Case("3.5 bytes with RSV=5", (frame(BINARY, b"x", rsv=5),), fails(1002))
    yield Case("3.6 a ping with RSV=6", (frame(PING, rsv=6),), fails(1002))
    yield Case("3.7 a close with RSV=7", (frame(CLOSE, rsv=7),), fails(1002))
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        family = "4.1" if opcode < 8 else "4.2"
        yield Case(f"{family} opcode {opcode}", (frame(opcode),), fails(1002))
        yield Case(f"{family} opcode {opcode} with payload", (frame(opcode, b"x"),), fails(1002))
    for name, opcode in (("text", TEXT), ("bytes", BINARY), ("ping", PING), ("close", CLOSE)):
        yield Case(f"5.1 of RFC 6455: a {name} without a mask", (frame(opcode, masked=False),), fails(1002))


def fragmentation() -> Iterator[Case]:
    """5: messages in fragments, and what may come between them."""
    yield Case("5.1 a ping in two fragments", (frame(PING, b"a", fin=False), frame(CONT, b"b")), fails(1002))
    yield Case("5.2 a pong in two fragments", (frame(PONG, b"a", fin=False), frame(CONT, b"b")), fails(1002))
    yield Case("5.3 a text in two fragments", tuple(cut(UNKNOWN, 9)), (UNDERSTOOD,))
    yield Case("5.4 a hello in three fragments, at once", (b"".join(cut(HELLO, 7, 30)),), ("welcome",))
    yield Case("5.5 a hello in three fragments, byte by byte", tuple(cut(HELLO, 7, 30)), ("welcome",), 1)
    every = tuple(cut(HELLO, *[1] * (len(HELLO) - 1)))
    yield Case("5.5 a hello, each byte a fragment", every, ("welcome",))
    between = (frame(PING, b"between"),)
    first, second, third = cut(HELLO, 7, 30)
    yield Case("5.6 a ping between fragments", (first, *between, second, third), ("pong b'between'", "welcome"))
    whole = (first + between[0] + second + third,)
    yield Case("5.7 a ping between fragments, at once", whole, ("pong b'between'", "welcome"))
    yield Case("5.8 a pong between fragments", (first, frame(PONG, b"x"), second, third), ("welcome",))
    for number, opening in (("5.9", frame(CONT, b"x")), ("5.12", frame(CONT, b"x", fin=False))):
        yield Case(f"{number} a continuation of nothing", (opening,), fails(1002))
    after = (frame(TEXT, UNKNOWN), HEAR, frame(CONT, b"x"))
    yield Case("5.15 a continuation of what is whole", after, (UNDERSTOOD, *fails(1002)))
    yield Case("5.18 a text within a text", (first, frame(TEXT, UNKNOWN)), fails(1002))
    yield Case("5.18 bytes within a text", (first, frame(BINARY, b"x")), fails(1002))
    many = (first, frame(PING, b"1"), second, frame(PING, b"2"), third)
    yield Case("5.19 pings between all fragments", many, ("pong b'1'", "pong b'2'", "welcome"))
    empty = (frame(TEXT, fin=False), *cut(HELLO, 5, opcode=CONT))
    yield Case("6.1 an empty first fragment", empty, ("welcome",))
    yield Case("6.1 nothing but empty fragments", tuple(cut(b"", 0, 0)), ("refused malformed",))


def utf8() -> Iterator[Case]:
    """6: text is UTF-8, also where a character is cut in two."""
    each = tuple(cut(UNKNOWN, *[1] * (len(UNKNOWN) - 1)))
    yield Case("6.2 each byte of a text a fragment", each, (UNDERSTOOD,))
    yield Case("6.2 a text, byte by byte", (frame(TEXT, UNKNOWN),), (UNDERSTOOD,), 1)
    for number, text in enumerate(VALID):
        whole = b'{"type":"%b"}' % text
        yield Case(f"6.5 valid {number}: {text!r}", (frame(TEXT, whole),), (UNDERSTOOD,))
    for number, text in enumerate(INVALID):
        yield Case(f"6.6 invalid {number}: {text!r}", (frame(TEXT, b'{"type":"%b"}' % text),), fails(1007))
    parts = (frame(TEXT, b"\xce\xba\xe1\xbd", fin=False), frame(CONT, b"\xff\x80", fin=False))
    yield Case("6.3 invalid in a later fragment", (*parts, frame(CONT, b"end")), fails(1007))
    yield Case("6.4 invalid before the message is whole", parts, fails(1007))
    yield Case("6.6 a character that is never finished", (frame(TEXT, b"\xce"),), fails(1007))


VALID: Final = (
    "κόσμε".encode(),
    "\x7f\u0080\u07ff\u0800\uffff".encode(),
    "\ud7ff\ue000\ufffd\ufffe".encode(),
    "\U00010000\U0010ffff".encode(),
)
INVALID: Final = (
    b"\x80",  # a continuation byte by itself
    b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited",  # a surrogate, in the suite's own words
    b"\xed\xbf\xbf",
    b"\xc0\xaf",  # longer than need be
    b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf",
    b"\xf4\x90\x80\x80",  # beyond the last character
    b"\xf8\x88\x80\x80\x80",  # five bytes
    b"\xfe",
    b"\xff",
)


def closing() -> Iterator[Case]:
    """7: how it ends."""
    yield Case("7.1 a close", (close(1000),), ("close 1000", "end"))
    yield Case("7.1 two closes", (close(1000) + close(1000),), ("close 1000", "end"))
    yield Case("7.1 a ping after the close", (close(1000) + frame(PING, b"late"),), ("close 1000", "end"))
    yield Case("7.1 a text after the close", (close(1000) + frame(TEXT, UNKNOWN),), ("close 1000", "end"))
    yield Case("7.1 a close within a message", (frame(TEXT, b"x", fin=False), close(1000)), ("close 1000", "end"))
    yield Case("7.3 a close without a code", (frame(CLOSE),), ("close", "end"))
    yield Case("7.3 a close with half a code", (frame(CLOSE, b"\x03"),), fails(1002))
    yield Case("7.3 a close with a reason", (close(1000, b"Goodbye"),), ("close 1000", "end"))
    yield Case("7.3 a close with the longest reason", (close(1000, b"x" * 123),), ("close 1000", "end"))
    yield Case("7.3 a close with too long a reason", (close(1000, b"x" * 124),), fails(1002))
    yield Case("7.5 a reason that is no UTF-8", (close(1000, b"\xce\xba\xff"),), fails(1007))
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):
        yield Case(f"7.7 code {code} is valid", (close(code),), (f"close {code}", "end"))
    for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535):
        yield Case(f"7.9 code {code} is invalid", (close(code),), fails(1002))


def limits() -> Iterator[Case]:
    """9, our own limits; 10, a message in many fragments."""
    fatal = ("refused frame_too_large", "close 4007", "end")
    yield Case("9.1 one byte over the fatal size", (frame(TEXT, padded(FRAME_FATAL + 1)),), fatal)
    yield Case("9.3 the same in fragments", tuple(cut(padded(FRAME_FATAL + 1), 30_000, 30_000)), fatal)
    yield Case("9.1 far beyond", (frame(TEXT, padded(READ_MAX + 1)),), fails(1009))
    yield Case("9.2 far beyond, announced", (frame(TEXT, length=b"\x7f" + (1 << 40).to_bytes(8, "big")),), fails(1009))
    yield Case("9.3 far beyond, in fragments", tuple(cut(padded(READ_MAX + 1), *[READ_MAX // 8] * 8)), fails(1009))
    signed = frame(TEXT, length=b"\x7f" + (1 << 63).to_bytes(8, "big"))
    yield Case("5.2 of RFC 6455: a length with its first bit set", (signed,), fails(1002))
    yield Case("5.2 of RFC 6455: a length in too many bytes", (frame(TEXT, b"x", length=b"\x7e\x00\x01"),), fails(1002))
    several = tuple(cut(padded(FRAME_MAX), *[1_300] * 12))
    yield Case("10.1 the largest text in fragments of 1300 bytes", several, (UNDERSTOOD,))


CASES: Final = [*framing(), *pings(), *reserved(), *fragmentation(), *utf8(), *closing(), *limits()]
