"""The protocol as JSON Schema: `python -m server.wire.schema > docs/protocol.schema.json` (`make wire`).

TypeScript has one namespace and Python two, so an agent's struct that shares its name with a
visitor's gets the prefix `Agent`, the visitor's the prefix `Visitor`, and an insider's the prefix `Insider`.
"""

import json
import sys
from types import UnionType
from typing import Any, get_args

import msgspec

from server.wire import agent, insider, nouns, visitor
from server.wire.base import VERSION, Frame, Noun
from server.wire.closing import Closing

UNIONS: dict[str, UnionType] = {
    "VisitorCommand": visitor.VisitorCommand,
    "VisitorEvent": visitor.VisitorEvent,
    "AgentCommand": agent.AgentCommand,
    "AgentEvent": agent.AgentEvent,
    "InsiderCommand": insider.InsiderCommand,
    "InsiderEvent": insider.InsiderEvent,
}


def wire_name(struct: type) -> str:
    """A struct's name in the schema and in TypeScript."""
    prefix = {visitor.__name__: "Visitor", agent.__name__: "Agent", insider.__name__: "Insider"}.get(
        struct.__module__, ""
    )
    return struct.__name__ if struct.__name__.startswith(prefix) else prefix + struct.__name__


def export() -> dict[str, Any]:
    """One schema document: every struct under `$defs`, the unions among them."""
    structs = {s for union in UNIONS.values() for s in get_args(union)}
    known = structs | {v for m in (nouns, visitor, agent, insider) for v in vars(m).values() if _is_noun(v)}
    definitions: dict[str, Any] = {}
    for struct in sorted(known, key=wire_name):
        (_,), parts = msgspec.json.schema_components([struct], ref_template="#/$defs/{name}")
        names = _names(struct, parts)
        for name, part in parts.items():
            definitions[names[name]] = _renamed(part, names)
    for name, union in UNIONS.items():
        definitions[name] = {"anyOf": [{"$ref": f"#/$defs/{wire_name(s)}"} for s in get_args(union)]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wire",
        "description": f"Blue Phone's protocol, version {VERSION}. Generated from server/wire; do not edit.",
        "x-version": VERSION,
        "x-closing": {
            str(int(c)): {"name": c.name.lower(), "explanation": c.explanation, "reconnect": c.reconnect}
            for c in Closing
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _is_noun(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Frame | Noun) and value not in {Frame, Noun}


def _names(root: type, parts: dict[str, Any]) -> dict[str, str]:
    """msgspec's component names → ours, found by walking the struct's own fields."""
    found: dict[str, str] = {}

    def walk(kind: Any) -> None:
        if _is_noun(kind) and kind.__name__ not in found:
            found[kind.__name__] = wire_name(kind)
            for field in msgspec.structs.fields(kind):
                walk(field.type)
        for inner in get_args(kind):
            walk(inner)

    walk(root)
    missing = parts.keys() - found.keys()
    assert not missing, f"structs that share a name inside {root}: {missing}"
    return found


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items() if k != "discriminator" and not _is_title(k, v)}
    if isinstance(value, list):
        return [_renamed(v, names) for v in value]
    if isinstance(value, str) and value.startswith("#/$defs/"):
        return "#/$defs/" + names[value.rsplit("/", 1)[1]]
    return value


def _is_title(key: str, value: Any) -> bool:
    """msgspec's own title of a struct, not a property named `title`: our `$defs` name is the title."""
    return key == "title" and isinstance(value, str)


if __name__ == "__main__":
    json.dump(export(), sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)
    sys.stdout.write("\n")
