"""Hosts of the test's own on this machine: network namespaces, each with an address, on one bridge. Needs root.

Nothing of it touches the machine's own network: the bridge has a namespace too.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLONE_NEWNET = 0x40000000


class Hosts:
    """Hosts by their names. Everything sent between them crosses the bridge."""

    def __init__(self, prefix: str, names: list[str]) -> None:
        self._prefix = prefix
        self._names = names

    def address(self, name: str) -> str:
        """Where a host is."""
        return f"10.77.0.{self._names.index(name) + 1}"

    def inside(self, name: str) -> tuple[str, ...]:
        """The words before a command that shall run on this host."""
        return ("ip", "netns", "exec", f"{self._prefix}-{name}")

    def enter(self, name: str) -> None:
        """Move this thread there, with every socket that it makes from now on."""
        with Path(f"/run/netns/{self._prefix}-{name}").open() as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def cut_off(self, name: str) -> None:
        """Pull its plug: nothing gets in or out, and nobody is told."""
        self._link(name, "down")

    def plug_in(self, name: str) -> None:
        """Put the plug back."""
        self._link(name, "up")

    def make(self) -> None:
        """Make the bridge and the hosts."""
        switch = f"{self._prefix}-switch"
        _ip("netns", "add", switch)
        _ip("-n", switch, "link", "add", "bridge", "type", "bridge")
        _ip("-n", switch, "link", "set", "bridge", "up")
        for name in self._names:
            host = f"{self._prefix}-{name}"
            _ip("netns", "add", host)
            _ip("-n", host, "link", "set", "lo", "up")
            _ip("-n", switch, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", host)
            _ip("-n", switch, "link", "set", name, "master", "bridge", "up")
            _ip("-n", host, "address", "add", f"{self.address(name)}/24", "dev", "eth0")
            _ip("-n", host, "link", "set", "eth0", "up")

    def remove(self) -> None:
        """Take them away."""
        for name in [*self._names, "switch"]:
            subprocess.run(["ip", "netns", "del", f"{self._prefix}-{name}"], check=False, capture_output=True)

    def _link(self, name: str, state: str) -> None:
        # At the bridge's end: the host itself sees its own end go down only in that nothing comes any more.
        _ip("-n", f"{self._prefix}-switch", "link", "set", name, state)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def why_none() -> str | None:
    """Why this machine cannot have such hosts; None where it can."""
    if os.getuid() != 0:
        return "network namespaces take root"
    if not shutil.which("ip"):
        return "iproute2 is not installed"
    probe = f"bluephone-{os.getpid()}-probe"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True, check=False)
    if made.returncode:
        return f"network namespaces cannot be made here: {made.stderr.strip()}"
    _ip("netns", "del", probe)
    return None


@contextmanager
def some_hosts(*names: str) -> Iterator[Hosts]:
    """Hosts of these names (at most 8 letters each) for the time of the block."""
    hosts = Hosts(f"bluephone-{os.getpid()}", list(names))
    try:
        hosts.make()
        yield hosts
    finally:
        hosts.remove()
