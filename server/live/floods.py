"""What floods meet: limits that sockets share, those of one visitor, of one address, of one site.

Each process counts for itself. Whoever is refused a command says it again a moment later, so nothing is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from django.conf import settings

from server.live.limits import Buckets, Debt
from server.proxies import caller, counted

BURST_S: Final = 3
"""So many seconds' worth of commands may come at once."""
AGAIN_S: Final = 30
"""Within this time an address may open as many connections as it may hold; and twice as many at once, for a deploy."""


@dataclass(slots=True)
class Together:
    """The open sockets of one address."""

    sockets: int = 0
    debt: Debt = field(default_factory=Debt)


class Floods:
    """This process's limits. An address is as `address_of` tells it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._visitors, self._addresses, self._sites = (
            Buckets(rate, rate * BURST_S, clock)
            for rate in (settings.COMMANDS_PER_SECOND, settings.COMMANDS_PER_ADDRESS, settings.COMMANDS_PER_SITE)
        )
        self._held_max = settings.CONNECTIONS_PER_ADDRESS
        self._opened = Buckets(self._held_max / AGAIN_S, self._held_max * 2, clock)
        self._here: dict[str, Together] = {}

    def enter(self, address: str | None) -> Debt | None:
        """A socket opened: what it shares with others of its address. Whether it may stay, `crowded` tells."""
        if address is None:
            return None
        here = self._here.setdefault(address, Together())
        here.sockets += 1
        return here.debt

    def crowded(self, address: str | None) -> bool:
        """Whether the socket that just opened is one too many there."""
        if address is None:
            return False
        return not self._opened.take(address) or self._here[address].sockets > self._held_max

    def leave(self, address: str | None) -> None:
        """A socket is gone."""
        if address is not None:
            self._here[address].sockets -= 1
            if not self._here[address].sockets:
                del self._here[address]

    def may_speak(self, visitor: str, address: str | None, site: str) -> bool:
        """Whether this visitor may say something now. What is refused to one takes nothing from the next, which more share."""
        return (
            self._visitors.take(visitor)
            and (address is None or self._addresses.take(address))
            and self._sites.take(site)
        )


def address_of(scope: dict[str, Any]) -> str | None:
    """Where a connection comes from, as floods are counted, behind the proxies that are trusted."""
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    peer = str((scope.get("client") or ("",))[0])
    return counted(caller(peer, ",".join(forwarded) or None, settings.TRUSTED_PROXIES).address)


floods = Floods()
