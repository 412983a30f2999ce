"""The protocol's shape: what every struct keeps to, and what no visitor's event has a place for."""

from typing import Any, get_args

import msgspec
import pytest
from msgspec import NODEFAULT

from server.wire import nouns, schema, visitor
from server.wire.base import Noun
from server.wire.closing import Closing

DOCUMENT = schema.export()
STRUCTS = [
    pytest.param(struct, id=f"{name}.{struct.__name__}")
    for name, union in schema.UNIONS.items()
    for struct in get_args(union)
]


def reached(kind: Any) -> set[type]:
    """Every struct that can stand somewhere inside `kind`."""
    found: set[type] = set()

    def walk(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in found:
            found.add(kind)
            for field in msgspec.structs.fields(kind):
                walk(field.type)
        for inner in get_args(kind):
            walk(inner)

    walk(kind)
    return found


@pytest.mark.parametrize("name", schema.UNIONS)
def test_names_and_tags_are_unique_in_a_union(name: str) -> None:
    structs = get_args(schema.UNIONS[name])
    tags = [struct.__struct_config__.tag for struct in structs]
    assert len(set(tags)) == len(tags)
    names = [schema.wire_name(struct) for struct in structs]
    assert len(set(names)) == len(names)


def test_no_two_structs_share_a_name_on_the_wire() -> None:
    everything = {struct for union in schema.UNIONS.values() for struct in reached(union)}
    names = [schema.wire_name(struct) for struct in everything]
    assert len(set(names)) == len(names)
    assert set(names) <= DOCUMENT["$defs"].keys()


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_field_is_required_and_no_other_is_taken(struct: type[msgspec.Struct]) -> None:
    for part in reached(struct):
        assert part.__struct_config__.forbid_unknown_fields  # type: ignore[attr-defined]
        assert part.__struct_config__.frozen  # type: ignore[attr-defined]
        for field in msgspec.structs.fields(part):
            assert field.default is NODEFAULT
            assert field.default_factory is NODEFAULT
    described = DOCUMENT["$defs"][schema.wire_name(struct)]
    assert sorted(described["required"]) == sorted(described["properties"])


def test_no_visitors_event_has_a_place_for_what_is_the_teams() -> None:
    parts = reached(visitor.VisitorEvent)
    assert nouns.PublicEntry in parts
    assert parts.isdisjoint({nouns.Note, nouns.Connected, nouns.TeamEntry})


def test_a_visitors_decoder_refuses_a_note_outright() -> None:
    face = nouns.Face(kind="agent", id="a", name="Ana")
    note = nouns.TeamEntry(seq=1, visitor_seq=None, at=1, by=face, id=None, body=nouns.Note(text="psst"))
    event = {"type": "entry", "conversation": "conversation", "entry": msgspec.to_builtins(note)}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(event), type=visitor.VisitorEvent)


def test_every_reference_leads_somewhere() -> None:
    text = msgspec.json.encode(DOCUMENT).decode()
    named = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert named <= DOCUMENT["$defs"].keys()
    assert len(named) > 20


def test_every_close_code_explains_itself_and_may_be_sent_by_daphne() -> None:
    told = DOCUMENT["x-closing"]
    assert len({c.explanation for c in Closing}) == len(Closing) == len(told)
    for code in Closing:
        assert 4000 <= code <= 4999
        assert told[str(int(code))]["explanation"].endswith(".")


def test_a_noun_without_a_schema_is_noticed() -> None:
    nameable = {v for v in vars(nouns).values() if isinstance(v, type) and issubclass(v, Noun) and v is not Noun}
    assert {schema.wire_name(v) for v in nameable} <= DOCUMENT["$defs"].keys()
