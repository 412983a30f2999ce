"""Which server carries us: what is told where it is missing. That each serves is shown in tests/protocol."""

import resource

import pytest

from server.cli import one_process
from tests.unit.server.cli.conftest import Run


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("missing", ["uvicorn", "websockets"])
def test_a_server_that_is_not_installed_is_told_with_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, missing: str
) -> None:
    monkeypatch.setattr(one_process, "find_spec", lambda name: None if name == missing else name)
    said = run(command, "--server", "uvicorn")
    assert (said.status, said.out) == (2, "")
    assert "pip install 'bluephone[uvicorn]'" in said.err


def test_a_server_that_nobody_knows_is_refused_with_those_that_there_are(run: Run) -> None:
    said = run("serve", "--server", "gunicorn")
    assert said.status == 2
    assert all(server in said.err for server in one_process.SERVERS)


def test_a_process_takes_all_the_files_it_may_have() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before[0] // 2, before[1]))
        one_process.take_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
