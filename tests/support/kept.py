"""What an installation keeps, read from outside by the present code: every row of every table, and the logs in them."""

import json
from collections import Counter, defaultdict
from typing import Any

import msgspec

from server.wire.nouns import Message, TeamBody
from tests.support.server import Server

_BODIES: msgspec.json.Decoder[TeamBody] = msgspec.json.Decoder(TeamBody)
_NOBODYS = {
    "people.lease",
    "sessions.session",
    "usersessions.usersession",
    "auth.permission",
    "contenttypes.contenttype",
}
"""Rows that come and go with a connection, or that migrating makes."""

Rows = list[dict[str, Any]]


def rows(server: Server) -> Rows:
    """Every row, by the models of now. It is not running, or is in no hurry."""
    file = server.data / "rows.json"
    code, said = server.tried("django", "dumpdata", "--settings=server.settings", f"--output={file}")
    assert code == 0, said
    found: Rows = json.loads(file.read_text())
    file.unlink()
    return found


def counted(kept: Rows) -> dict[str, int]:
    """How many of each kind, but of those that nobody wrote."""
    return dict(sorted(Counter(row["model"] for row in kept if row["model"] not in _NOBODYS).items()))


def logs(kept: Rows) -> dict[str, list[TeamBody]]:
    """Every conversation's log, in its order, once it has been found gapless in both counts."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in kept:
        if row["model"] == "chat.entry":
            found[row["fields"]["conversation"]].append(row["fields"])
    heads = {row["pk"]: row["fields"] for row in kept if row["model"] == "chat.conversation"}
    assert heads.keys() == found.keys()
    for id_, log in found.items():
        log.sort(key=lambda entry: int(entry["seq"]))
        assert [entry["seq"] for entry in log] == list(range(1, heads[id_]["head"] + 1))
        public = [entry["visitor_seq"] for entry in log if entry["visitor_seq"] is not None]
        assert public == list(range(1, heads[id_]["visitor_head"] + 1))
    return {id_: [_BODIES.decode(entry["body"]) for entry in log] for id_, log in found.items()}


def words(kept: Rows) -> list[str]:
    """All that was said, log by log, in its order there."""
    return [body.text for _, log in sorted(logs(kept).items()) for body in log if isinstance(body, Message)]
