"""How a parent of several processes takes what became of them."""

import signal
import subprocess
import sys

import pytest

from server.cli.serve import how_it_ended


@pytest.mark.parametrize(
    ("signalled", "code"),
    [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, signal.SIGKILL)],
)
def test_who_is_told_to_stop_before_it_listens_did_as_it_was_told(signalled: signal.Signals, code: int) -> None:
    dies = "" if signalled == signal.SIGKILL else f"signal.signal({signalled:d}, signal.SIG_DFL)"
    # Said outright: a background job of a shell inherits that SIGINT is ignored.
    words = f"import signal\n{dies}\nprint(flush=True)\nsignal.pause()"
    with subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        child.send_signal(signalled)
        assert how_it_ended(child) == code


def test_who_fails_as_it_stops_failed() -> None:
    assert how_it_ended(subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])) == 3
