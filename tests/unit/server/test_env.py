"""Settings: made once, kept, checked, and explained."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from server import env


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    made = env.secret_key(tmp_path)
    assert len(made) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert env.secret_key(tmp_path) == made
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_secret_key_from_outside_counts_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert env.secret_key(tmp_path) == "x" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_or_short_secret_key_is_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(env.BadSetting, match="32"):
        env.secret_key(tmp_path)
    monkeypatch.delenv("SECRET_KEY")
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(env.BadSetting, match="damaged"):
        env.secret_key(tmp_path)


def test_the_data_directory_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUEPHONE_DATA", str(tmp_path / "a" / "b"))
    assert env.data_dir() == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("BLUEPHONE_DATA", str(tmp_path / "file" / "b"))
    with pytest.raises(env.BadSetting, match="BLUEPHONE_DATA"):
        env.data_dir()


def test_public_url_is_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    assert env.public_url() == "http://localhost:8000"
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example.com/")
    assert env.public_url() == "https://chat.example.com"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://Chat.Example.com:443", "https://chat.example.com"),
        ("http://localhost:80/", "http://localhost"),
        ("https://chat.example.com:8443", "https://chat.example.com:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_public_url_is_kept_as_browsers_send_it(monkeypatch: pytest.MonkeyPatch, written: str, sent: str) -> None:
    """Sockets compare it with a browser's Origin, letter by letter."""
    monkeypatch.setenv("PUBLIC_URL", written)
    assert env.public_url() == sent


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PUBLIC_URL", "chat.example.com", env.public_url),
        ("PUBLIC_URL", "https://example.com/chat", env.public_url),
        ("PUBLIC_URL", "https://user@example.com", env.public_url),
        ("PUBLIC_URL", "https://example.com:port", env.public_url),
        ("PUBLIC_URL", "https://example.com?chat", env.public_url),
        ("PUBLIC_URL", "https://chat example.com", env.public_url),
        ("PUBLIC_URL", 'https://example.com"onload="', env.public_url),
        ("PUBLIC_URL", "ftp://example.com", env.public_url),
        ("REDIS_URL", "localhost:6379", env.redis_url),
        ("BLUEPHONE_DEMO", "perhaps", lambda: env.flag("BLUEPHONE_DEMO")),
        ("BLUEPHONE_TRUSTED_PROXIES", "10.0.0.0/8, elsewhere", lambda: env.networks("BLUEPHONE_TRUSTED_PROXIES")),
    ],
)
def test_a_bad_setting_is_named(
    name: str, value: str, read: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(env.BadSetting, match=name):
        read()


def test_trusted_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUEPHONE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8 ,::1")
    assert [str(network) for network in env.networks("BLUEPHONE_TRUSTED_PROXIES")] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "::1/128",
    ]
