"""Any frame of a union, made from the structs themselves, so that a new field is tried without being told of."""

import re
from types import UnionType
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from server.wire.base import Frame

_TEXT = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_KEY = st.sampled_from("ABCXYZabcxyz019_-")
_BIGGEST = 2**53 - 1


def frames(union: UnionType) -> st.SearchStrategy[Frame]:
    """Every struct of the union, with every value its fields allow."""
    return _of(inspect.type_info(union))


def _of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.Metadata():
            return _of(kind.type)
        case inspect.StrType(pattern=str(pattern)):
            bounds = re.search(r"\{(\d+),(\d+)\}", pattern)
            assert bounds, pattern
            letters = st.sampled_from("abcxyz") if pattern.startswith("^[a-z]{") else _KEY
            return st.text(letters, min_size=int(bounds[1]), max_size=int(bounds[2]))
        case inspect.StrType():
            return st.text(_TEXT, min_size=kind.min_length or 0, max_size=min(kind.max_length or 40, 40))
        case inspect.IntType():
            return st.integers(-_BIGGEST if kind.ge is None else kind.ge, _BIGGEST if kind.le is None else kind.le)
        case inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case inspect.VarTupleType():
            return st.lists(_of(kind.item_type), max_size=min(kind.max_length or 3, 3)).map(tuple)
        case inspect.DictType():
            return st.dictionaries(_of(kind.key_type), _of(kind.value_type), max_size=3)
        case inspect.UnionType():
            return st.one_of(*(_of(t) for t in kind.types))
        case inspect.StructType():
            fields = {f.name: _of(f.type) for f in kind.fields}
            return st.builds(kind.cls, **fields)
    raise AssertionError(f"no strategy for {kind}")


def as_json(frame: msgspec.Struct) -> dict[str, Any]:
    """A frame as the plain object that travels."""
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(frame))
    return made
