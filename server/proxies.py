"""Who is asking, when proxies stand in between. Headers are believed only from addresses the operator named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from server.env import Network

THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names under which a browser reaches a server on its own machine."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The address at the far end. `direct`: nothing says that a proxy, trusted or not, stood in between."""

    address: str
    direct: bool

    @property
    def on_this_machine(self) -> bool:
        """Whether they sit at the server itself. Behind a proxy nobody does: it may speak for anybody."""
        try:
            return self.direct and ip_address(self.address).is_loopback
        except ValueError:
            return False


def caller(peer: str, forwarded_for: str | None, trusted: Sequence[Network]) -> Caller:
    """Walk X-Forwarded-For back from the peer, as long as each hop is a proxy we trust."""
    hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
    address = _plain(peer) or peer
    while hops and is_trusted(address, trusted):
        further = _plain(hops.pop())
        if further is None:
            # A hop that names no address ends the walk: the last proxy we trust is all we know.
            break
        address = further
    return Caller(address, direct=forwarded_for is None)


def _plain(written: str) -> str | None:
    """The bare address, of a hop that some write with a port, and IPv4 in IPv6's clothes as what it is."""
    with_port = re.fullmatch(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+", written)
    try:
        found = ip_address((with_port[1] or with_port[2]) if with_port else written)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def counted(address: str) -> str | None:
    """As what connections from there are counted: of IPv6 the whole network, as whoever has one address in it has them all.

    None for an address that is not of the internet: behind it may be everybody, through a proxy that nobody named.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return None
    if not found.is_global:
        return None
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether this is a proxy whose headers count."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
