"""Who is asking, when proxies stand in between. Headers are believed only from addresses the operator named."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from server.env import Network


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
    address = peer
    while hops and is_trusted(address, trusted):
        address = hops.pop()
    return Caller(address, direct=forwarded_for is None)


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether this is a proxy whose headers count."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
