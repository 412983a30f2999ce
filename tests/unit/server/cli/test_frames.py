"""The short way through RFC 6455: what it takes is what a client sent, however the line cuts it; the rest it leaves alone."""

import os

from hypothesis import given
from hypothesis import strategies as st

from server.cli.frames import head, texts

LONGEST = 70_000
SIZES = st.sampled_from([0, 1, 124, 125, 126, 127, 1_000, 65_535])
NOT_A_TEXT = (
    bytes((0x82, 0x81)) + bytes(4) + b"x",
    bytes((0x01, 0x81)) + bytes(4) + b"x",
    bytes((0x80, 0x81)) + bytes(4) + b"x",
    bytes((0xC1, 0x81)) + bytes(4) + b"x",
    bytes((0x89, 0x80)) + bytes(4),
    bytes((0x88, 0x80)) + bytes(4),
)
BROKEN = (
    bytes((0x81, 0x01)) + b"x",
    bytes((0x81, 0xFE, 0x00, 0x7D)) + bytes(4) + b"x" * 125,
    bytes((0x81, 0xFF)) + (1 << 16).to_bytes(8, "big") + bytes(4),
    bytes((0x81, 0x82)) + bytes(4) + b"\xc3(",
)


def framed(text: str, mask: bytes) -> bytes:
    """As a client sends it, masked byte by byte."""
    payload = text.encode()
    bare = head(len(payload))
    masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
    return bytes((bare[0], bare[1] | 0x80)) + bare[2:] + mask + masked


@given(st.lists(st.tuples(st.text(max_size=300), st.binary(min_size=4, max_size=4)), max_size=8), st.data())
def test_whole_texts_come_out_as_they_went_in_wherever_the_line_cuts_them(
    said: list[tuple[str, bytes]], data: st.DataObject
) -> None:
    line = b"".join(framed(text, mask) for text, mask in said)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(line)), max_size=4)))
    heard: list[tuple[str, int]] = []
    kept = b""
    for begin, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
        found, kept, more = texts(kept + line[begin:end], LONGEST)
        assert more == bool(kept)
        heard += found
    assert heard == [(text, len(text.encode())) for text, _ in said]
    assert not kept


@given(SIZES)
def test_every_length_is_read_and_written_as_the_standard_says(size: int) -> None:
    text = "x" * size
    assert texts(framed(text, os.urandom(4)), LONGEST) == ([(text, size)], b"", False)
    assert len(head(size)) == (2 if size < 126 else 4)


def test_a_greater_text_than_is_read_has_eight_bytes_for_its_length() -> None:
    assert head(1 << 16) == bytes((0x81, 127)) + (1 << 16).to_bytes(8, "big")


@given(st.lists(st.text(max_size=20), max_size=3), st.sampled_from([*NOT_A_TEXT, *BROKEN]), st.binary(max_size=20))
def test_anything_else_is_left_whole_with_all_that_follows(before: list[str], other: bytes, after: bytes) -> None:
    line = b"".join(framed(text, b"\x01\x02\x03\x04") for text in before)
    found, rest, more = texts(line + other + after, LONGEST)
    assert ([text for text, _ in found], rest, more) == (before, other + after, False)


def test_a_longer_text_than_is_taken_is_left_as_soon_as_its_length_is_told() -> None:
    long = framed("x" * 1_000, bytes(4))
    assert texts(long, 999) == ([], long, False)
    assert texts(long[:4], 999) == ([], long[:4], False)
    assert texts(long[:3], 999) == ([], long[:3], True)
