"""A browser at PUBLIC_URL, and pages as Vite would have built them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

HOST = settings.PUBLIC_URL.removeprefix("http://")


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Half a second a password is for guessers, not for tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser() -> Client:
    """It keeps cookies, sends none of our tokens by itself, and stands at PUBLIC_URL on this machine."""
    return Client(headers={"host": HOST})


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    """server/built/, with just enough in it."""
    (tmp_path / "panel").mkdir()
    (tmp_path / "console").mkdir()
    (tmp_path / "insider").mkdir()
    (tmp_path / "bluephone.js").write_text('const known = "__SITES__"; const again = "__SITES__";')
    (tmp_path / "panel/index.html").write_text("<!doctype html><head><!--bluephone--></head><!--bluephone-->")
    (tmp_path / "console/index.html").write_text("<!doctype html><title>Console</title>")
    (tmp_path / "insider/index.html").write_text("<!doctype html><title>With</title>")
    settings.BUILT_DIR = tmp_path
    return tmp_path
