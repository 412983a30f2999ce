"""DATABASE_URL: what it may say, and what it hears when it says something else."""

from pathlib import Path

import pytest

from server.db.url import database
from server.env import BadSetting

HERE = Path("/data")


def test_without_one_it_is_a_file_in_the_data_directory() -> None:
    found = database("", HERE)
    assert found["ENGINE"] == "server.db.sqlite"
    assert found["NAME"] == "/data/bluephone.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:////var/lib/a.db", "/var/lib/a.db"), ("sqlite:///a%20b.db", str(Path("a b.db").absolute()))],
)
def test_sqlite_takes_a_path(url: str, name: str) -> None:
    assert database(url, HERE)["NAME"] == name


def test_postgres_with_everything() -> None:
    found = database("postgres://ana:p%40ss@db.example:5433/blue?sslmode=require", HERE)
    assert {k: found[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE")} == {
        "NAME": "blue",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 0,
    }
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]


def test_plans_are_kept_unless_a_pooler_cannot() -> None:
    assert database("postgres://a@b/c", HERE)["OPTIONS"]["prepare_threshold"]
    unprepared = database("postgres://a@b/c?prepared=no&sslmode=require", HERE)["OPTIONS"]
    assert unprepared["prepare_threshold"] is None
    assert unprepared["sslmode"] == "require"
    assert "prepared" not in unprepared
    with pytest.raises(BadSetting, match=r"yes or no, for example .*prepared=no"):
        database("postgres://a@b/c?prepared=maybe", HERE)


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "sqlite://a.db", "sqlite:///", "postgres://host", "postgres://host:many/a", "nonsense"]
)
def test_what_we_do_not_understand_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(BadSetting, match=r"DATABASE_URL.*example|DATABASE_URL.*like this"):
        database(url, HERE)
