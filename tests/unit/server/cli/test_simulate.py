"""`bluephone simulate`: what it prints, and what it says of a week that cannot be."""

import json
from pathlib import Path

import pytest

from server.cli import described
from server.cli.example_week import EXAMPLE
from server.clock import as_datetime, now_ms
from server.sites import actions
from server.waits.clock import DAY, HOUR, WEEK
from server.waits.models import Hour, Tally, Wait
from tests.unit.server.cli.conftest import Run


@pytest.fixture
def example(tmp_path: Path) -> str:
    file = tmp_path / "week.toml"
    file.write_text(EXAMPLE)
    return str(file)


def test_the_example_runs_as_it_is_printed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "week.toml"
    file.write_text(run("simulate", "--example").out)
    said = run("simulate", str(file), "--weeks", "2")
    assert (said.status, said.err) == (0, "")
    for words in (
        "visitors in 2 weeks, seed 1.",
        "nine in ten within",
        "gave up",
        "whose person was there then",
        "Promises about waiting",
        "People there / needed",
        "Sun",
    ):
        assert words in said.out


def test_the_same_seed_prints_the_same(run: Run, example: str) -> None:
    first = run("simulate", example, "--weeks", "1", "--seed", "7").out
    assert run("simulate", example, "--weeks", "1", "--seed", "7").out == first
    assert run("simulate", example, "--weeks", "1", "--seed", "8").out != first


def test_a_week_is_written_as_it_is_read(run: Run, example: str, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_text(run("simulate", example, "--describe").out)
    assert described.read(str(again)) == described.read(example)


def test_hours_of_a_days_own_name_go_first(tmp_path: Path) -> None:
    week = {
        "arrivals": {"everyday": [1] * 24, "weekend": [2] * 24, "sunday": [3] * 24},
        "agents": [{"name": "Ana", "hours": {"weekdays": ["9:00-12:00", "13:00-24:00"], "friday": []}}],
    }
    file = tmp_path / "week.json"
    file.write_text(json.dumps(week))
    read = described.read(str(file))
    assert [read.arrivals[day * 24] for day in range(7)] == [1, 1, 1, 1, 1, 2, 3]
    assert [len(day) for day in read.agents[0].hours] == [2, 2, 2, 2, 0, 0, 0]
    assert read.agents[0].hours[0] == ((540, 720), (780, 1440))


def recorded(weeks: int, yesterday: int) -> str:
    """A site where once a week, on the weekday that yesterday was, from nine to eleven twelve came an hour, and two humans were there.

    The day that lasts yet is none of it: its hours would count as more of them, as far as they are over.
    """
    site = actions.create("Hill", [])
    for n in range(weeks):
        for hour in (9, 10):
            at = yesterday - n * WEEK + hour * HOUR
            Wait.objects.bulk_create(
                Wait(site_id=site.id, since=at + i, ended_at=at + 20_000, answered=i > 0) for i in range(12)
            )
            Hour.objects.create(
                site_id=site.id,
                starts_at=at,
                busy_ms=66 * 60_000,
                crowd_ms=66 * 60_000,
                human_ms=2 * HOUR,
                slot_ms=6 * HOUR,
                completions=11,
            )
    Tally.objects.create(site_id=site.id, at=now_ms(), hours_at=now_ms(), gave_up=weeks, waiting_s=weeks * 400)
    return site.key


def test_a_recorded_week_is_lived_through_and_can_be_written_down(run: Run) -> None:
    yesterday = now_ms() // DAY * DAY - DAY
    day = f"{as_datetime(yesterday):%A}".lower()
    key = recorded(6, yesterday)
    week = json.loads(run("simulate", "--site", key, "--describe").out)
    assert week["arrivals"][day][8:12] == [0, 12, 12, 0]
    assert [a["hours"][day] for a in week["agents"]] == [["9:00-11:00"], ["9:00-11:00"]]
    assert (week["service_s"], week["patience_s"], week["beta"], week["goal_s"]) == (360, 400, 0, 15)
    said = run("simulate", "--site", key, "--weeks", "3")
    assert (said.status, said.err) == (0, "")
    assert "2/" in said.out


def test_a_site_without_records_says_so(run: Run) -> None:
    said = run("simulate", "--site", actions.create("Hill", []).key)
    assert (said.status, said.out) == (2, "")
    assert "Not yet" in said.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("arrivals = [", "is not TOML"),
        ("", "`arrivals`"),
        ("[arrivals]\nmonday = [1, 2]\n[[agents]]\nname = 'Ana'", "length >= 24"),
        ("agents = []\n[arrivals]\nmoonday = []", "'moonday'"),
        ("colour = 1\nagents = []\narrivals = {}", "`colour`"),
        ("agents = [{ name = 'Ana', capacity = 0 }]\narrivals = {}", "$.agents[0].capacity"),
        ("agents = [{ name = 'Ana' }, { name = 'Ana' }]\narrivals = {}", "Two agents are called 'Ana'"),
        ("agents = [{ name = 'Ana', hours = { monday = ['9-5'] } }]\narrivals = {}", "9:00-17:30"),
        ("agents = [{ name = 'Ana', hours = { monday = ['17:00-9:00'] } }]\narrivals = {}", "9:00-17:30"),
        ("agents = []\narrivals = {}\ncustomers = [{ share = 0.5, advocate = 'Zoe' }]", "'Zoe'"),
        ("agents = []\narrivals = {}\ncustomers = [{ share = 0.7 }, { share = 0.7 }]", "more than 1"),
        ("agents = []\narrivals = {}\nservice_s = 0", "$.service_s"),
        ("agents = []\narrivals = {}\nservice_s = nan", "$.service_s"),
    ],
)
def test_what_is_wrong_with_a_week_is_told(run: Run, tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "week.toml"
    file.write_text(text)
    said = run("simulate", str(file))
    assert (said.status, said.out) == (2, "")
    assert told in said.err
    assert "Traceback" not in said.err


def test_what_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "plain.json").write_text("not json")
    assert "No such file" in run("simulate", str(tmp_path / "none.toml")).err
    assert "cannot be read" in run("simulate", str(tmp_path)).err
    assert "UTF-8" in run("simulate", str(tmp_path / "bytes.toml")).err
    assert "ends in .toml" in run("simulate", str(tmp_path / "plain.json")).err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--example prints a file"),
        (["week.toml", "--site", "KEY"], "--example prints a file"),
        (["--site", "nowhere"], "There is no site"),
        (["week.toml", "--weeks", "0"], "1 to 1000"),
        (["week.toml", "--seed", "x"], "--seed"),
    ],
)
def test_asking_wrongly_is_explained(run: Run, words: list[str], told: str) -> None:
    said = run("simulate", *words)
    assert said.status == 2
    assert told in said.err


def test_a_run_without_end_is_not_begun(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text(json.dumps({"arrivals": {"everyday": [1000] * 24}, "agents": []}))
    assert "fewer --weeks" in run("simulate", str(file), "--weeks", "1000").err


def test_a_week_in_which_nobody_comes_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text(json.dumps({"arrivals": {}, "agents": []}))
    said = run("simulate", str(file))
    assert (said.status, said.out) == (0, "0 visitors in 10 weeks, seed 1.\n")
