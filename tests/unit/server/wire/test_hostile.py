"""Whatever stands in whatever place of whatever command: it is taken as exactly what it is, or refused by the field's name."""

import json
import re
from types import UnionType
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from server.wire import blame
from server.wire.agent import AgentCommand
from server.wire.base import Frame
from server.wire.codec import AGENT_COMMANDS, INSIDER_COMMANDS, VISITOR_COMMANDS, Codec, FrameError, encode
from server.wire.insider import InsiderCommand
from server.wire.visitor import VisitorCommand
from tests.unit.server.wire.frames import as_json, frames

UNIONS: list[tuple[UnionType, Codec[Any]]] = [
    (VisitorCommand, VISITOR_COMMANDS),
    (AgentCommand, AGENT_COMMANDS),
    (InsiderCommand, INSIDER_COMMANDS),
]
DEEPEST = 16
Path = tuple[str | int, ...]


def nested(depth: int) -> Any:
    """A text within so many lists and objects."""
    made: Any = "x"
    for n in range(depth):
        made = [made] if n % 2 else {"a": made}
    return made


HOSTILE: list[Any] = [
    # Loose comparison, and operators smuggled as objects, are how others' tokens were passed by.
    *(0, 1, -1, True, False, None, "", "0", "0e1", "null", "true", [], {}, [None], {"$regex": "^a"}, {"$ne": None}),
    *([{"$gt": ""}], 2**53, -(2**53), 10**400, 0.5, 1.0, float("nan"), float("inf"), "a\0b", "\ud800", "a\udc00"),
    *("../../etc/passwd", "{{7*7}}", "' OR 1=1--", "x" * 5_000, ["x"] * 500, nested(DEEPEST + 1), nested(500)),
]
HARMLESS = [0, True, None, "0e1", [], {"$regex": "^a"}, 2**53, nested(DEEPEST + 1)]
"""As values of a field that is not there."""
FORGED = [
    "user_id",
    "private",
    "by",
    "agent",
    "site_id",
    "role",
    "is_staff",
    "html",
    "visitor_seq",
    "__proto__",
    "$where",
]


def places(value: Any, path: Path = ()) -> list[Path]:
    """The path of every value within."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [deeper for key, v in inner for deeper in places(v, (*path, key))]


def put(value: Any, path: Path, what: Any) -> Any:
    """The same, with something else in this place."""
    if not path:
        return what
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], what)
    return copy


def at(value: Any, path: Path) -> Any:
    return at(value[path[0]], path[1:]) if path else value


def taken(codec: Codec[Any], raw: str) -> Any:
    """What the codec takes it for, or the refusal it meets."""
    try:
        return codec.decode(raw)
    except FrameError as refused:
        return refused


def top(field: str | None) -> str | None:
    """Of a path the first name."""
    return re.split(r"[.\[]", field)[0] if field else None


@pytest.mark.parametrize(("union", "codec"), UNIONS)
@given(data=st.data())
def test_a_value_is_taken_as_what_it_is_or_refused_by_its_fields_name(
    union: UnionType, codec: Codec[Any], data: st.DataObject
) -> None:
    whole = as_json(data.draw(frames(union)))
    path, hostile = data.draw(st.sampled_from(places(whole))), data.draw(st.sampled_from(HOSTILE))
    frame = taken(codec, json.dumps(put(whole, path, hostile)))
    if not isinstance(frame, FrameError):
        kept = at(as_json(frame), path)
        assert (kept, type(kept)) == (hostile, type(hostile))
    elif frame.code == "too_deep":
        assert hostile == nested(500)
    elif frame.code in {"missing_field", "unknown_field"}:
        # An object of another kind, or another kind of frame: named by what it lacks, or has too much.
        assert isinstance(hostile, dict)
        assert frame.field
    else:
        assert top(frame.field) == path[0], frame.message


@pytest.mark.parametrize(("union", "codec"), UNIONS)
@given(data=st.data())
def test_nobody_adds_to_what_they_may_say(union: UnionType, codec: Codec[Any], data: st.DataObject) -> None:
    whole, forged = as_json(data.draw(frames(union))), data.draw(st.sampled_from(FORGED))
    refused = taken(codec, json.dumps(whole | {forged: data.draw(st.sampled_from(HARMLESS))}))
    assert (refused.code, refused.field) == ("unknown_field", forged)


@pytest.mark.parametrize(("union", "codec"), UNIONS)
@pytest.mark.parametrize("other", [VisitorCommand, AgentCommand, InsiderCommand])
@settings(max_examples=30)
@given(data=st.data())
def test_what_others_may_say_nobody_else_says(
    union: UnionType, codec: Codec[Any], other: UnionType, data: st.DataObject
) -> None:
    """Taken by a codec that is not theirs, a frame is refused by a field's name, or is one that both have."""
    theirs = data.draw(frames(other))
    frame = taken(codec, encode(theirs))
    if isinstance(frame, FrameError):
        assert frame.field
    else:
        assert type(frame) in get_args(union)
        assert as_json(frame) == as_json(theirs)


@pytest.mark.parametrize(("union", "codec"), UNIONS)
@given(data=st.data())
def test_a_frame_that_says_it_is_another_is_no_more_than_it_may_be(
    union: UnionType, codec: Codec[Any], data: st.DataObject
) -> None:
    kinds: dict[Any, type[Frame]] = {s.__struct_config__.tag: s for s in get_args(union)}
    whole = as_json(data.draw(frames(union)))
    claimed = data.draw(st.sampled_from(["entry", "acked", "note", "reply", "close", "say", "leave", "system", "Say"]))
    frame = taken(codec, json.dumps(whole | {"type": claimed}))
    if claimed not in kinds:
        assert (frame.code, frame.field) == ("unknown_type", "type")
    elif not isinstance(frame, FrameError):
        assert type(frame) is kinds[claimed]


def deepest(kind: inspect.Type) -> int:
    """How many lists and objects stand within one another at most."""
    match kind:
        case inspect.Metadata():
            return deepest(kind.type)
        case inspect.StructType():
            return 1 + max((deepest(f.type) for f in kind.fields), default=0)
        case inspect.VarTupleType():
            return 1 + deepest(kind.item_type)
        case inspect.DictType():
            return 1 + deepest(kind.value_type)
        case inspect.UnionType():
            return max(map(deepest, kind.types))
    return 0


@pytest.mark.parametrize(("union", "_codec"), UNIONS)
def test_no_command_has_room_for_deep_nesting(union: UnionType, _codec: Codec[Any]) -> None:
    """What is nested more deeply stands, somewhere, where something else belongs: so it is refused."""
    assert 1 <= deepest(inspect.type_info(union)) <= DEEPEST


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ('{"a": {"b": ["x", "\\ud800"]}}', "a.b[1]"),
        ('{"a": {"\\ud800": 1}}', "a"),
        ('{"\\ud800": 1}', None),
        ('"\\ud800"', None),
        ('{"a": "\\ud800"', None),
        ('{"a": "\\ud83e\\uddf5"}', None),
        ('{"a":' * 5_000, None),
    ],
)
def test_half_a_character_is_found_wherever_it_stands(raw: str, where: str | None) -> None:
    assert blame.half_character(raw) == where
    assert blame.half_character(raw.encode()) == where


def test_the_first_of_several_is_named_in_words_that_can_be_sent() -> None:
    assert blame.no_number('{"a": 1, "b": [NaN], "c": Infinity}') == "b[0]"
    assert blame.no_number('{"\\ud800": NaN}') == "?"
    assert blame.doubled_key('{"a": {"b": 1, "b": 2}, "a": 1}') == "b"
    assert blame.doubled_key('{"\\ud800": 1, "\\ud800": 2}') == "?"
    assert blame.doubled_key('{"a": 1}') is None
    assert len(blame.doubled_key(json.dumps({"k" * 9_000: 1})[:-1] + f', "{"k" * 9_000}": 2}}') or "") == 64
