"""The nginx of deploy/ as it stands, real: what it lets through, what it bounds, and what it says of who asks."""

import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from server.demo.setting import SITE_KEY
from tests.support.nginx import Nginx, running_nginx
from tests.support.ports import free_port
from tests.support.server import Server
from tests.support.sockets import Visitor


class Behind(ThreadingHTTPServer):
    """A server behind the proxy that remembers the heads of requests. `/stream` answers half, and the rest when told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.heads: list[dict[str, str]] = []
        self.go_on = threading.Event()


class Answering(BaseHTTPRequestHandler):
    """One connection to it."""

    protocol_version = "HTTP/1.1"
    server: Behind

    def do_GET(self) -> None:
        """Answer."""
        self.server.heads.append({name.lower(): value for name, value in self.headers.items()})
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"first")
        if self.path == "/stream":
            self.server.go_on.wait(10)
        self.wfile.write(b"after")

    do_POST = do_GET  # noqa: N815  the library's name

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    with Behind() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def nginx(behind: Behind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """In front of it, with less patience for slow clients than in life."""
    with running_nginx(tmp_path_factory.mktemp("nginx"), [f"127.0.0.1:{behind.server_port}"], "1s") as nginx:
        yield nginx


def asked(nginx: Nginx, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> int:
    """The status of its answer."""
    request = urllib.request.Request(nginx.url + path, body, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10, context=nginx.trust) as answer:
            answer.read()
            found: int = answer.status
            return found
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def line(nginx: Nginx) -> Iterator[ssl.SSLSocket]:
    """A connection on which one may be as slow as one likes."""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=10) as bare,
        nginx.trust.wrap_socket(bare, server_hostname="127.0.0.1") as secure,
    ):
        yield secure


def test_what_a_browser_claims_of_itself_is_replaced(nginx: Nginx, behind: Behind) -> None:
    claims = {
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil",
        "Forwarded": "for=6.6.6.6",
    }
    assert asked(nginx, "/", claims) == 200
    head = behind.heads[-1]
    assert head["x-forwarded-for"] == "127.0.0.1"
    assert head["x-forwarded-proto"] == "https"
    assert head["host"] == f"127.0.0.1:{nginx.port}"
    assert not {"forwarded", "x-forwarded-host"} & head.keys()


def test_bodies_and_headers_are_bounded(nginx: Nginx, behind: Behind) -> None:
    assert asked(nginx, "/", body=b"x" * 1024 * 1024) == 200
    before = len(behind.heads)
    assert asked(nginx, "/", body=b"x" * (1024 * 1024 + 1)) == 413
    assert asked(nginx, "/", {"X-Long": "x" * 9 * 1024}) == 400
    assert asked(nginx, "/", {f"X-{i}": "x" * 100 for i in range(200)}) == 400
    assert len(behind.heads) == before


@pytest.mark.parametrize(
    "begun", [b"GET / HTTP/1.1\r\nHost: loc", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nslow"]
)
def test_who_never_comes_to_an_end_is_hung_up_on_and_no_server_hears_of_it(
    nginx: Nginx, behind: Behind, begun: bytes
) -> None:
    before = len(behind.heads)
    with line(nginx) as slow:
        slow.sendall(begun)
        began = time.monotonic()
        while slow.recv(4096):
            pass
    assert time.monotonic() - began < 5
    assert len(behind.heads) == before


def test_an_answer_is_passed_on_as_it_comes(nginx: Nginx, behind: Behind) -> None:
    behind.go_on.clear()
    request = urllib.request.Request(f"{nginx.url}/stream")
    with urllib.request.urlopen(request, timeout=10, context=nginx.trust) as answer:
        assert answer.read(5) == b"first"
        behind.go_on.set()
        assert answer.read() == b"after"


def test_a_server_that_is_gone_is_passed_over(behind: Behind, tmp_path: Path) -> None:
    with running_nginx(tmp_path, [f"127.0.0.1:{free_port()}", f"127.0.0.1:{behind.server_port}"]) as nginx:
        assert [asked(nginx, "/") for _ in range(10)] == [200] * 10


async def test_a_visitor_talks_through_it(tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder := tmp_path / "nginx").mkdir()
    port = free_port()
    with running_nginx(folder, [f"127.0.0.1:{port}"]) as nginx:
        told = {"PUBLIC_URL": nginx.url, "BLUEPHONE_TRUSTED_PROXIES": "127.0.0.1"}
        server = Server(tmp_path, services=told, port=port)
        monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
        try:
            server.start()
            async with Visitor(nginx.url, SITE_KEY) as visitor:
                await visitor.hello()
                await visitor.write("Is the red one in stock?")
        finally:
            server.kill()
