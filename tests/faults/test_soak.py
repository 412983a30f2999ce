"""What the soak keeps between runs, and what it tells people."""

from pathlib import Path

from tests.faults import soak
from tests.faults.matrix.checker import Breach
from tests.faults.matrix.record import Heard, Record
from tests.faults.matrix.rounds import State, Stretch, version


def stretch(rounds: int, *ids: str) -> Stretch:
    heard = [Heard(id_, "vera", "conversation", n, float(n)) for n, id_ in enumerate(ids, 1)]
    return Stretch(4, rounds, Record(heard=heard), ["redis_dies"], 60.0)


def test_a_later_run_goes_on_from_where_it_stood_also_beside_one_on_the_other_database(tmp_path: Path) -> None:
    file = tmp_path / "soak.json"
    one, other = State(file), State(file)
    one.tallies["sqlite"].add(stretch(25, "a", "b", "b"), [])
    other.tallies["postgresql"].add(stretch(25, "c"), [Breach("once", "c stands there twice")])
    one.save("sqlite")
    other.save("postgresql")
    one.tallies["sqlite"].add(stretch(10, "d"), [])
    one.save("sqlite")
    kept = State(file).tallies
    assert (kept["sqlite"].rounds, kept["sqlite"].messages, kept["sqlite"].breaches) == (35, 3, {})
    assert (kept["postgresql"].rounds, kept["postgresql"].breaches) == (25, {"once": 1})
    assert kept["sqlite"].mischief == {"redis_dies": 2}
    assert kept["sqlite"].versions == {version(): 35}


def test_the_page_tells_breaches_as_they_are(tmp_path: Path) -> None:
    state = State(tmp_path / "soak.json")
    state.tallies["postgresql"].add(
        stretch(1_000, *(f"word {n}" for n in range(1_500))), [Breach("stored", "gone")] * 2
    )
    page = soak.told(state).splitlines()
    assert "| rounds of `kill -9` | 0 | 1,000 |" in page
    assert "| messages acknowledged | 0 | 1,500 |" in page
    assert "| lost | 0 | 2 |" in page
    assert "| doubled | 0 | 0 |" in page
