"""The places that one sitting touches: under the site's lock nobody else writes them, so each is read once."""

from collections.abc import Collection
from typing import Any, Final

from server.db.table import Table
from server.desk.models import Place

TABLE: Final = Table(Place)


class LostDecision(Exception):
    """A guarded update found another state than the decision was made on. Under the lock this cannot happen."""


class Places:
    """A site's places by conversation, as they are with everything that was decided here."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._read: dict[str, Place] = {}
        self._stored: dict[str, dict[str, Any]] = {}
        """What the database has of each."""

    def get(self, conversation: str) -> Place | None:
        """The conversation's place, if it has one at this site."""
        return next(iter(self.some([conversation])), None)

    def some(self, conversations: Collection[str]) -> list[Place]:
        """Those of these conversations, in the order in which they first came."""
        for place in TABLE.by("conversation_id", set(conversations) - set(self._read)):
            if place.site_id == self._site:
                self._keep(place)
        found = [self._read[id_] for id_ in conversations if id_ in self._read]
        return sorted(found, key=lambda place: place.sequence)

    def write(self, place: Place) -> None:
        """Store what was changed of it; where the database says otherwise of whose it is, `LostDecision`."""
        if place._state.adding:
            TABLE.insert(place)
        else:
            was = self._stored[place.conversation_id]
            changed = [name for name, value in _fields(place).items() if was[name] != value]
            guard = {name: was[name] for name in ("state", "agent_id", "offer")}
            if changed and not TABLE.update(place, changed, guard):
                raise LostDecision(place.conversation_id)
        self._keep(place)

    def forget(self) -> None:
        """Places were changed past this one: read them anew."""
        self._read.clear()

    def _keep(self, place: Place) -> None:
        self._read[place.conversation_id] = place
        self._stored[place.conversation_id] = _fields(place)


def _fields(place: Place) -> dict[str, Any]:
    return {f.attname: getattr(place, f.attname) for f in Place._meta.concrete_fields}
