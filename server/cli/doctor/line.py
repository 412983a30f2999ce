"""A WebSocket as a browser opens it at PUBLIC_URL, through whatever proxies stand in between: as much as one question takes."""

import base64
import hashlib
import json
import os
import socket
import ssl
import struct
from contextlib import closing
from typing import Final
from urllib.parse import urlsplit

from server.wire.codec import encode
from server.wire.visitor import Hello

NOBODY: Final = "the-doctor"
"""A site's key that no site has: the server's answer is that it does not know it."""
_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_PATIENCE_S: Final = 5.0
_LONGEST: Final = 16 * 1024


class NoSocket(Exception):
    """No WebSocket came about; the text is what came instead."""


def ask(url: str) -> str:
    """Say hello at this origin; the code of the refusal that is answered. `OSError` where nobody listens."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    plain = socket.create_connection((host, parts.port or (443 if secure else 80)), timeout=_PATIENCE_S)
    with closing(ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain) as line:
        rest = _shake_hands(line, url, parts.netloc)
        hello = Hello(
            site=NOBODY,
            token=None,
            conversation=None,
            cursor=0,
            page=None,
            language="en",
            zone="UTC",
            told=(),
            team=None,
        )
        line.sendall(_masked(encode(hello).encode()))
        event = json.loads(_text(line, rest))
        return str(event.get("code"))


def _shake_hands(line: socket.socket, origin: str, host: str) -> bytes:
    """Upgrade the connection; what came of the first frame already."""
    key = base64.b64encode(os.urandom(16)).decode()
    head = (
        "GET /ws/v1/visitor HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        f"Origin: {origin}",
        "\r\n",
    )
    line.sendall("\r\n".join(head).encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _some(line, answer)
    said, _, rest = answer.partition(b"\r\n\r\n")
    status, *headers = said.decode("latin-1").split("\r\n")
    if " 101" not in status:
        raise NoSocket(status)
    accept = base64.b64encode(hashlib.sha1(f"{key}{_GUID}".encode(), usedforsecurity=False).digest()).decode()
    if not any(h.lower().startswith("sec-websocket-accept:") and h.endswith(accept) for h in headers):
        raise NoSocket("an answer to somebody else's handshake")
    return rest


def _masked(text: bytes) -> bytes:
    mask = os.urandom(4)
    hidden = bytes(b ^ mask[i % 4] for i, b in enumerate(text))
    return struct.pack("!BBH", 0x81, 0x80 | 126, len(text)) + mask + hidden


def _text(line: socket.socket, data: bytes) -> bytes:
    """The first frame, which the server sends whole and unmasked."""
    while True:
        if len(data) >= 2:
            size, start = data[1] & 0x7F, 2
            if size == 126 and len(data) >= 4:
                size, start = struct.unpack("!H", data[2:4])[0], 4
            if len(data) >= start + size and (data[1] & 0x7F) != 127:
                if data[0] & 0x0F != 1:
                    raise NoSocket("a frame that is no text")
                return data[start : start + size]
        data += _some(line, data)


def _some(line: socket.socket, so_far: bytes) -> bytes:
    more = line.recv(4096)
    if not more:
        raise NoSocket("the connection's end")
    if len(so_far) > _LONGEST:
        raise NoSocket("more than was asked for")
    return more
