"""The nginx of deploy/, real, with the test's own addresses in it."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import free_port, wait_for_port

CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx/bluephone.conf"
MAIN = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/bluephone.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """Listens at `host:port` with a certificate of its own making, and at `plain` without."""

    folder: Path
    host: str
    port: int
    plain: int

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.folder / "certificate.pem"

    @property
    def trust(self) -> ssl.SSLContext:
        """A client's context that trusts it."""
        return ssl.create_default_context(cafile=str(self.certificate))

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://{self.host}:{self.port}"


def program() -> str:
    """Where nginx is; Debian keeps it out of a user's PATH."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise FileNotFoundError("nginx is not installed: sudo apt-get install nginx")
    return found


def configure(folder: Path, servers: Sequence[str], host: str = "127.0.0.1", timeout: str = "10s") -> Nginx:
    """Write the configuration of deploy/ with these `servers` in it; a slow client may take `timeout` for the next byte."""
    nginx = Nginx(folder, host, free_port(), free_port())
    text = CONFIGURATION.read_text()
    (how,) = {found[1] for found in re.finditer(r"^  server 127[^ ]*( .*;)$", text, re.MULTILINE)}
    listed = "\n".join(f"  server {server}{how}" for server in servers)
    for pattern, new in (
        (r"^ +listen \[::\].*\n", ""),
        (r"(?:^  server 127.*\n)+", listed + "\n"),
        (r"listen 80;", f"listen {host}:{nginx.plain};"),
        (r"listen 443 ", f"listen {host}:{nginx.port} "),
        (r"chat\.example\.com;", f"{host};"),
        (r"(ssl_certificate +)\S+;", rf"\g<1>{nginx.certificate};"),
        (r"(ssl_certificate_key +)\S+;", rf"\g<1>{folder}/key.pem;"),
        (r"(client_(?:header|body)_timeout) 10s;", rf"\g<1> {timeout};"),
    ):
        text, times = re.subn(pattern, new, text, flags=re.MULTILINE)
        assert times, f"{CONFIGURATION} has nothing like {pattern}"
    (folder / "bluephone.conf").write_text(text)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bluephone"
    subprocess.run(
        [*make.split(), "-addext", f"subjectAltName=IP:{host}", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return nginx


def start(nginx: Nginx, inside: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    """Start it, by the command `inside` which it shall run."""
    return subprocess.Popen([*inside, program(), "-c", nginx.folder / "nginx.conf", "-e", nginx.folder / "error.log"])


@contextmanager
def running_nginx(folder: Path, servers: Sequence[str], timeout: str = "10s") -> Iterator[Nginx]:
    """An nginx before these servers for the time of the block."""
    nginx = configure(folder, servers, timeout=timeout)
    process = start(nginx)
    try:
        wait_for_port(nginx.port)
        yield nginx
    finally:
        process.terminate()
        process.wait(10)
