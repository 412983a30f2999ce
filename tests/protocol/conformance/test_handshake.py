"""The opening handshake, and what both servers must have in common around it."""

import asyncio

import pytest

from tests.protocol.conformance.raw import ACCEPT, close, connected, opened, request

Standing = tuple[str, int]


@pytest.mark.parametrize(
    ("changed", "statuses"),
    [
        ({"Sec_WebSocket_Key": None}, {400}),
        ({"Sec_WebSocket_Key": "c2hvcnQ="}, {400}),
        ({"Sec_WebSocket_Version": None}, {400}),
        ({"Sec_WebSocket_Version": "12"}, {426}),
        ({"Sec_WebSocket_Version": "8"}, {426}),
        ({"Sec_WebSocket_Version": "14"}, {426}),
        ({"Upgrade": None}, {404}),
        ({"Upgrade": "spdy"}, {404}),
        ({"Connection": None}, {400, 404}),
        ({"Connection": "keep-alive"}, {400, 404}),
        ({"line": "POST /ws/v1/visitor HTTP/1.1", "Content-Length": "0"}, {400, 405}),
        ({"Host": None}, {400}),
    ],
    ids=str,
)
async def test_a_handshake_that_lacks_something_is_refused(
    standing: Standing, changed: dict[str, str | None], statuses: set[int]
) -> None:
    async with connected(standing[1]) as line:
        status = await line.shake_hands(request(standing[1], **changed))
        assert status in statuses
        if status == 426:
            assert line.headers["sec-websocket-version"] == "13"


async def test_a_good_handshake_is_answered_and_offers_nothing_that_was_not_agreed(standing: Standing) -> None:
    asked = request(
        standing[1],
        Upgrade="WebSocket",
        Connection="keep-alive, upgrade",
        Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits",
        Cookie="other=" + "x" * 12_000,
    )
    async with connected(standing[1]) as line:
        assert await line.shake_hands(asked) == 101
        assert line.headers["sec-websocket-accept"] == ACCEPT
        assert line.headers["server"] == "bluephone"
        assert not {"sec-websocket-extensions", "sec-websocket-protocol"} & set(line.headers)


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://evil\\\\@localhost"])
async def test_a_foreign_origin_is_told_so_and_closed(standing: Standing, origin: str | None) -> None:
    async with connected(standing[1]) as line:
        assert await line.shake_hands(request(standing[1], Origin=origin)) == 101
        assert [await line.hear(), await line.hear()] == ["refused foreign_origin", "close 4008"]
        await line.send(close(4008))
        assert await line.hear() == "end"


async def test_a_line_on_which_nothing_happens_hears_no_pings(standing: Standing) -> None:
    """Beats of our own say who lives; a ping every two seconds would only wake phones."""
    async with opened(standing[1]) as line:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await line.hear()


async def test_headers_without_end_are_not_read(standing: Standing) -> None:
    endless = request(standing[1], Cookie="x" * 1_000_000)
    async with connected(standing[1]) as line:
        try:
            status = await line.shake_hands(endless)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        assert 400 <= status < 500


async def test_pages_say_who_sends_them(standing: Standing) -> None:
    async with connected(standing[1]) as line:
        page = request(standing[1], line="GET /health/live HTTP/1.1", Upgrade=None, Connection="close")
        assert await line.shake_hands(page) == 200
        assert line.headers["server"] == "bluephone"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X_Forwarded_For"])
async def test_nobody_speaks_for_another_by_a_header(standing: Standing, header: str) -> None:
    """A one-time link is for this machine alone. A proxy that we do not trust may speak for anybody, so it counts as none."""
    head = f"GET /console/enter/x HTTP/1.1\r\nHost: localhost:{standing[1]}\r\n{header}: 127.0.0.1\r\n\r\n".encode()
    async with connected(standing[1]) as line:
        status = await line.shake_hands(head)
        assert (status == 403) == ("-" in header), status
