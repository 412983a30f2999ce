"""What is wrong with a frame is told by name, and nothing but a frame comes through.

Long, because it is one table of frames that are wrong.
"""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire import agent, visitor
from server.wire.base import SAFE_INTEGER, Frame
from server.wire.codec import (
    AGENT_COMMANDS,
    AGENT_EVENTS,
    VISITOR_COMMANDS,
    VISITOR_EVENTS,
    Codec,
    FrameError,
    encode,
)
from server.wire.limits import CURSORS_MAX, FACTS_MAX, FRAME_MAX, TEXT_MAX
from server.wire.nouns import RefusalCode
from tests.unit.server.wire.frames import as_json, frames

SAY: dict[str, Any] = {"type": "say", "id": "client-id-1", "conversation": None, "text": "hello"}
HELLO: dict[str, Any] = {
    "type": "hello",
    "site": "bicycles",
    "token": None,
    "conversation": None,
    "cursor": 0,
    "page": None,
    "language": None,
    "zone": None,
    "told": [],
    "team": None,
}


def refusal(raw: str | bytes, codec: Codec[Any] = VISITOR_COMMANDS) -> FrameError:
    with pytest.raises(FrameError) as refused:
        codec.decode(raw)
    return refused.value


def say(literal: str) -> str:
    """A `say` whose text is this JSON literal."""
    return f'{{"type":"say","id":"client-id-1","conversation":null,"text":{literal}}}'


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        ("", "malformed", None),
        ("{", "malformed", None),
        ('{"type":"beat","n":1', "malformed", None),
        ('{"type":"beat","n":1}{"type":"beat","n":1}', "malformed", None),
        ('{"type":"beat","n":1},', "malformed", None),
        ("{'type':'beat','n':1}", "malformed", None),
        ('{"type":"beat","n":NaN}', "malformed", "n"),
        ('{"type":"beat","n":-Infinity}', "malformed", "n"),
        ('{"type":"beat","n":0x10}', "malformed", None),
        (say('"a\0b"'), "malformed", None),
        (say('"\\x"'), "malformed", None),
        ("\ufeff" + say('"x"'), "malformed", None),
        ("null", "wrong_type", None),
        ("[]", "wrong_type", None),
        ('["say"]', "wrong_type", None),
        ('{"type":5}', "wrong_type", "type"),
        ('{"type":["say"]}', "wrong_type", "type"),
        ('{"type":{"$ne":null}}', "wrong_type", "type"),
        ('{"type":"shout"}', "unknown_type", "type"),
        ('{"type":"Say"}', "unknown_type", "type"),
        ('{"type":"why","id":"aaaaaaaa","departure":"aaaaaaaa","reason":"spite","words":""}', "unknown_type", "reason"),
        ("{}", "missing_field", "type"),
        ('{"type":"beat"}', "missing_field", "n"),
        ('{"type":"say","id":"client-id-1","text":"hello"}', "missing_field", "conversation"),
        ('{"type":"beat","n":"1"}', "wrong_type", "n"),
        ('{"type":"beat","n":1.0}', "wrong_type", "n"),
        ('{"type":"beat","n":1e400}', "wrong_type", "n"),
        ('{"type":"beat","n":true}', "wrong_type", "n"),
        ('{"type":"beat","n":null}', "wrong_type", "n"),
        ('{"type":"beat","n":-1}', "out_of_bounds", "n"),
        (f'{{"type":"beat","n":{SAFE_INTEGER + 1}}}', "out_of_bounds", "n"),
        (f'{{"type":"beat","n":{"9" * 500}}}', "out_of_bounds", "n"),
        (say('""'), "out_of_bounds", "text"),
        (say('"' + "x" * (TEXT_MAX + 1) + '"'), "out_of_bounds", "text"),
        (say('"\\u0000"'), "forbidden_character", "text"),
        (say('"\\\\\\u0000"'), "forbidden_character", "text"),
        (say('"\\ud800"'), "forbidden_character", "text"),
        (say('"\\udc00"'), "forbidden_character", "text"),
        (say('"\\ud83d\\u0041"'), "forbidden_character", "text"),
        (say('"\\ud83d\\ude00\\ude00"'), "forbidden_character", "text"),
        (say('"\ud800"'), "forbidden_character", "text"),
        (say('"x","text":"y"'), "duplicate_key", "text"),
        (say('"x","te\\u0078t":"y"'), "duplicate_key", "text"),
        (say('"x","text" \t\n:"y"'), "duplicate_key", "text"),
        (say('"x","type":"say"'), "duplicate_key", "type"),
        (say('"x","type":"leave"'), "unknown_type", "type"),
        ('{"type":"leave","type":"beat","n":1,"id":"client-id-1"}', "unknown_type", "type"),
        ('{"a":' + "[" * 5_000 + "]" * 5_000 + ',"type":"beat","n":1}', "too_deep", None),
        ('{"n":' * 2_000 + "1" + "}" * 2_000, "too_deep", None),
        (say('"' + "x" * FRAME_MAX + '"'), "frame_too_large", None),
    ],
)
def test_each_wrong_frame_is_named(raw: str, code: RefusalCode, field: str | None) -> None:
    refused = refusal(raw)
    assert (refused.code, refused.field) == (code, field)
    assert refused.message.endswith(".")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"site": "bi cycles"}, "out_of_bounds", "site"),
        ({"site": "bicycles\n"}, "out_of_bounds", "site"),
        ({"conversation": "short"}, "out_of_bounds", "conversation"),
        ({"conversation": "a" * 65}, "out_of_bounds", "conversation"),
        ({"conversation": "conversation-id\n"}, "out_of_bounds", "conversation"),
        ({"conversation": "../../etc/passwd"}, "out_of_bounds", "conversation"),
        # Loose comparison and operators smuggled as objects are how others' tokens were passed by.
        ({"token": 0}, "wrong_type", "token"),
        ({"token": True}, "wrong_type", "token"),
        ({"token": []}, "wrong_type", "token"),
        ({"token": {"$regex": "^a"}}, "wrong_type", "token"),
        ({"token": "x" * 101}, "out_of_bounds", "token"),
        ({"page": {"url": "https://shop.example/"}}, "missing_field", "title"),
        ({"page": {"url": "https://shop.example/", "title": "x" * 201}}, "out_of_bounds", "page.title"),
        ({"page": {"url": "x" * 2_001, "title": ""}}, "out_of_bounds", "page.url"),
        ({"told": [{"name": "", "value": "x"}]}, "out_of_bounds", "told[0].name"),
        ({"told": [{"name": "a", "value": "x"}, {"name": "b", "value": 1}]}, "wrong_type", "told[1].value"),
        ({"told": [{"name": "a", "value": "b"}] * (FACTS_MAX + 1)}, "out_of_bounds", "told"),
        ({"told": {"a": "b"}}, "wrong_type", "told"),
        ({"user_id": "somebody"}, "unknown_field", "user_id"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(change: dict[str, Any], code: RefusalCode, field: str) -> None:
    refused = refusal(json.dumps(HELLO | change))
    assert (refused.code, refused.field) == (code, field)


@pytest.mark.parametrize(
    ("cursors", "code"),
    [
        ('{"aaaaaaaa":1,"aaaaaaaa":2}', "duplicate_key"),
        ('{"aaaaaaaa":1,"aaaaaaa\\u0061":2}', "duplicate_key"),
        ('{"short":1}', "out_of_bounds"),
        ('{"aaaaaaaa":-1}', "out_of_bounds"),
        ('{"aaaaaaaa":"1"}', "wrong_type"),
        ("[]", "wrong_type"),
        (json.dumps({f"conversation-{n}": 0 for n in range(CURSORS_MAX + 1)}), "out_of_bounds"),
    ],
)
def test_a_wrong_map_is_named(cursors: str, code: RefusalCode) -> None:
    refused = refusal(f'{{"type":"hello","site":"bicycles","cursors":{cursors}}}', AGENT_COMMANDS)
    assert refused.code == code
    assert (refused.field or "").startswith("aaaaaaaa" if code == "duplicate_key" else "cursors")


def test_a_key_twice_in_a_part_of_a_frame_is_refused() -> None:
    page = '{"url":"https://a.example/","title":"A","url":"https://b.example/"}'
    raw = json.dumps(HELLO).replace('"page": null', f'"page": {page}')
    refused = refusal(raw)
    assert (refused.code, refused.field) == ("duplicate_key", "url")


@pytest.mark.parametrize(
    "text",
    [
        "\\u0000",
        "a backslash \\ and \\ud800 written out",
        '","text":"y',
        '{"text":"x","text":"y"}',
        'key": ',
        "ends in \\",
        "😀\u202eright to left\u202c\u200b\ufeff",
        "<script>alert(1)</script>",
        "{{7*7}} ${7*7} %s %(x)s",
        "\x01\x1b[31m\x7f",
        "\u2028\u2029",
        "𝕏" * TEXT_MAX,
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_only_looks_dangerous_comes_through_as_it_is(text: str, ascii_only: bool) -> None:
    raw = json.dumps(SAY | {"text": text}, ensure_ascii=ascii_only)
    if len(raw.encode()) > FRAME_MAX:
        assert refusal(raw).code == "frame_too_large"
        raw = json.dumps(SAY | {"text": text}, ensure_ascii=False)
    assert VISITOR_COMMANDS.decode(raw) == visitor.Say(id="client-id-1", conversation=None, text=text)


@pytest.mark.parametrize("extra", ["user_id", "private", "by", "agent", "html", "seq", "__class__", "toString"])
def test_a_visitor_cannot_add_to_what_they_may_say(extra: str) -> None:
    refused = refusal(json.dumps(SAY | {extra: True}))
    assert (refused.code, refused.field) == ("unknown_field", extra)


@given(frames(agent.AgentCommand))
def test_an_agents_frame_gives_a_visitor_nothing_a_visitor_has_not(command: Frame) -> None:
    """Taken by a visitor's codec it is refused, or it is one of the commands that both have."""
    try:
        taken = VISITOR_COMMANDS.decode(encode(command))
    except FrameError:
        return
    assert isinstance(taken, visitor.Read | visitor.Fetch | visitor.Earlier | visitor.Answer)


def test_a_frame_may_be_full_and_no_fuller() -> None:
    room = FRAME_MAX - len(json.dumps(SAY | {"text": ""}).encode())
    fits = json.dumps(SAY | {"text": "x" * TEXT_MAX}) + " " * (room - TEXT_MAX)
    assert len(fits) == FRAME_MAX
    assert isinstance(VISITOR_COMMANDS.decode(fits), visitor.Say)
    assert refusal(fits + " ").code == "frame_too_large"
    assert refusal("é" * (FRAME_MAX // 2 + 1)).code == "frame_too_large"


def test_the_longest_text_fits_a_frame_in_any_script() -> None:
    for character in ["x", "é", "漢", "😀", '"', "\n"]:
        command = visitor.Say(id="i" * 64, conversation="c" * 64, text=character * TEXT_MAX)
        assert VISITOR_COMMANDS.decode(encode(command)) == command


def test_nesting_that_no_struct_has_never_comes_through() -> None:
    deep: Any = "x"
    for _ in range(16):
        deep = [deep]
    for field in HELLO:
        assert refusal(json.dumps(HELLO | {field: deep})).code in {"wrong_type", "unknown_type", "out_of_bounds"}


@given(frames(visitor.VisitorCommand))
def test_visitors_commands_come_through(frame: Frame) -> None:
    assert VISITOR_COMMANDS.decode(encode(frame)) == frame


@given(frames(agent.AgentCommand))
def test_agents_commands_come_through(frame: Frame) -> None:
    assert AGENT_COMMANDS.decode(encode(frame)) == frame


@given(frames(visitor.VisitorEvent))
def test_visitors_events_come_through(frame: Frame) -> None:
    assert VISITOR_EVENTS.decode(encode(frame)) == frame


@given(frames(agent.AgentEvent))
def test_agents_events_come_through(frame: Frame) -> None:
    assert AGENT_EVENTS.decode(encode(frame)) == frame


@given(frames(visitor.VisitorCommand), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_the_spelling_do_not_matter(frame: Frame, random: Any) -> None:
    items = list(as_json(frame).items())
    random.shuffle(items)
    assert VISITOR_COMMANDS.decode(json.dumps(dict(items), indent=1)) == frame


@given(frames(visitor.VisitorCommand), st.data())
def test_a_field_left_out_is_missed(frame: Frame, data: st.DataObject) -> None:
    whole = as_json(frame)
    left_out = data.draw(st.sampled_from(sorted(whole)))
    refused = refusal(json.dumps({k: v for k, v in whole.items() if k != left_out}))
    assert (refused.code, refused.field) == ("missing_field", left_out)


@given(frames(visitor.VisitorCommand), st.data())
def test_a_field_said_twice_is_refused(frame: Frame, data: st.DataObject) -> None:
    whole = as_json(frame)
    twice = data.draw(st.sampled_from(sorted(whole)))
    raw = json.dumps(whole)[:-1] + f", {json.dumps(twice)}: {json.dumps(whole[twice])}}}"
    refused = refusal(raw)
    assert (refused.code, refused.field) == ("duplicate_key", twice)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=200))
def test_bytes_are_a_frame_or_a_named_refusal(raw: bytes) -> None:
    for codec in (VISITOR_COMMANDS, AGENT_COMMANDS):
        assert refusal(raw, codec).message


@given(st.text(st.characters(), max_size=200))
def test_text_is_a_frame_or_a_named_refusal(raw: str) -> None:
    for codec in (VISITOR_COMMANDS, AGENT_COMMANDS):
        assert refusal(raw, codec).message


@given(frames(visitor.VisitorCommand), st.data())
def test_a_frame_with_one_wrong_value_is_a_frame_or_a_refusal_that_can_be_sent(
    frame: Frame, data: st.DataObject
) -> None:
    whole = as_json(frame)
    whole[data.draw(st.sampled_from(sorted(whole)) | st.text(max_size=12))] = data.draw(JSON)
    try:
        taken = VISITOR_COMMANDS.decode(json.dumps(whole, ensure_ascii=data.draw(st.booleans())))
    except FrameError as refused:
        msgspec.json.encode([refused.code, refused.message, refused.field])
    else:
        assert VISITOR_COMMANDS.decode(encode(taken)) == taken
