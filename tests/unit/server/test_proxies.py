"""Who is asking, behind proxies: headers count only as far as the proxies we trust go."""

from ipaddress import ip_network

import pytest

from server.proxies import Caller, caller, counted

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"))


@pytest.mark.parametrize(
    ("peer", "header", "expected"),
    [
        ("203.0.113.7", None, Caller("203.0.113.7", direct=True)),
        ("203.0.113.7", "127.0.0.1", Caller("203.0.113.7", direct=False)),
        ("10.1.2.3", "203.0.113.7", Caller("203.0.113.7", direct=False)),
        ("10.1.2.3", "198.51.100.1, 203.0.113.7", Caller("203.0.113.7", direct=False)),
        ("10.1.2.3", "198.51.100.1, 10.9.9.9", Caller("198.51.100.1", direct=False)),
        ("10.1.2.3", "10.9.9.9", Caller("10.9.9.9", direct=False)),
        ("10.1.2.3", "203.0.113.7:50123", Caller("203.0.113.7", direct=False)),
        ("10.1.2.3", "[2001:db8::7]:50123", Caller("2001:db8::7", direct=False)),
        ("10.1.2.3", "203.0.113.7, unknown", Caller("10.1.2.3", direct=False)),
        ("10.1.2.3", "for=127.0.0.1", Caller("10.1.2.3", direct=False)),
        ("::ffff:10.1.2.3", "203.0.113.7", Caller("203.0.113.7", direct=False)),
        ("::ffff:203.0.113.7", None, Caller("203.0.113.7", direct=True)),
        ("not an address", None, Caller("not an address", direct=True)),
    ],
)
def test_the_far_end_of_trusted_proxies(peer: str, header: str | None, expected: Caller) -> None:
    assert caller(peer, header, TRUSTED) == expected


@pytest.mark.parametrize(
    ("peer", "header", "expected"),
    [
        ("127.0.0.1", None, True),
        ("::1", None, True),
        ("::ffff:127.0.0.1", None, True),
        ("203.0.113.7", None, False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "203.0.113.7", False),
        ("", None, False),
    ],
)
def test_only_who_comes_without_a_proxy_is_on_this_machine(peer: str, header: str | None, expected: bool) -> None:
    assert caller(peer, header, TRUSTED).on_this_machine is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("2a00:1450:4001:81b::200e", "2a00:1450:4001:81b::/64"),
        ("2a00:1450:4001:81b:ffff:ffff:ffff:ffff", "2a00:1450:4001:81b::/64"),
        ("127.0.0.1", None),
        ("10.1.2.3", None),
        ("192.168.1.1", None),
        ("100.64.0.1", None),
        ("fe80::1", None),
        ("fd00::1", None),
        ("::1", None),
        ("", None),
        ("not an address", None),
    ],
)
def test_an_address_is_counted_as_whoever_has_it_and_not_where_everybody_may_be_behind_it(
    address: str, expected: str | None
) -> None:
    assert counted(address) == expected
