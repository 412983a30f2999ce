"""Names for what differs from one recording to the next."""

import re
from typing import Any

from tests.protocol.transcript import TIMES, is_moment

MOMENT = 1_790_000_000_000


class Naming:
    """Gives ids, tokens, labels and receipts names that are the same in every recording."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def of(self, value: Any, key: str = "", beside: dict[str, Any] | None = None) -> Any:
        """The value with names in place of what differs each time, and round moments in place of times."""
        if isinstance(value, dict):
            return {self.of(k): self.of(v, k, value) for k, v in value.items()}
        if isinstance(value, list):
            return [self.of(v, key) for v in value]
        if key in TIMES and is_moment(value):
            return MOMENT
        kind = self._kind(value, key, beside or {})
        if kind and value not in self.names:
            self.names[value] = f"{kind}-{sum(n.startswith(kind) for n in self.names.values()) + 1}"
        return self.names.get(value, value) if isinstance(value, str) else value

    @staticmethod
    def _kind(value: Any, key: str, beside: dict[str, Any]) -> str | None:
        if not isinstance(value, str):
            return None
        if key == "name" and (beside.get("kind") == "visitor" or "nameless" in beside):
            return "nameless"
        if key == "number":
            return "receipt"
        if key == "token" and len(value) == 43:
            return "token"
        return "generated-id" if re.fullmatch(r"[\w-]{22}", value) else None
