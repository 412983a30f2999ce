"""Who waits, in groups of those who can have exactly the same humans."""

from typing import Any

from routing.line import Line
from routing.model import Waiting


def waiting(id_: str, at: int, **facts: Any) -> Waiting:
    return Waiting(id_, 1, at, at, at, **facts)


def heads(line: Line) -> list[str]:
    return [w.id for w in line.heads()]


def test_of_those_whom_everybody_may_serve_the_first_is_enough() -> None:
    line = Line()
    for id_, at in (("b", 2), ("a", 1), ("c", 3)):
        line.join(waiting(id_, at), 10)
    assert heads(line) == ["a"]
    line.leave("a")
    assert heads(line) == ["b"]


def test_each_group_has_its_head_and_they_are_in_order() -> None:
    line = Line()
    line.join(waiting("anybody", 7), 10)
    for id_, at in (("sales", 5), ("sales too", 6)):
        line.join(waiting(id_, at, team="sales", overflow_at=40), 10)
    line.join(waiting("sales, of ben", 9, team="sales", overflow_at=40, advocate="ben"), 10)
    line.join(waiting("repairs", 4, team="repairs", overflow_at=40), 10)
    for id_, at in (("for ana", 2), ("for ana too", 3)):
        line.join(waiting(id_, at, waits_for="ana"), 10)
    for id_, at in (("declined", 1), ("declined too", 8)):
        line.join(waiting(id_, at, apart={"ana": 60}), 10)
    assert heads(line) == ["declined", "for ana", "repairs", "sales", "anybody", "declined too", "sales, of ben"]


def test_a_group_that_is_empty_is_forgotten() -> None:
    line = Line()
    for n in range(100):
        line.join(waiting(f"c{n}", n, apart={"ana": 60}), 10)
        line.leave(f"c{n}")
        assert heads(line) == []
    assert len(line._groups) == 1


def test_it_tells_when_others_may_serve_them() -> None:
    line = Line()
    assert line.join(waiting("a", 1), 10) is None
    assert line.join(waiting("b", 1, team="sales", overflow_at=40), 10) == 40
    assert line.join(waiting("c", 1, team="sales", overflow_at=40, apart={"ana": 30, "ben": 50}), 10) == 30
    assert line.join(waiting("d", 1, team="sales", overflow_at=40), 40) is None
    assert line.join(waiting("e", 1, not_before=99, apart={"ana": 30}), 10) == 99


def test_before_a_call_back_is_due_they_are_nowhere() -> None:
    line = Line()
    line.join(waiting("a", 1, not_before=99, advocate="ana"), 98)
    assert heads(line) == []
    assert line.first_of("ana") is None
    line.join(waiting("a", 1, not_before=99, advocate="ana"), 99)
    assert heads(line) == ["a"]


def test_the_first_whose_own_human_this_is() -> None:
    line = Line()
    line.join(waiting("waits for ben", 1, advocate="ana", waits_for="ben"), 10)
    line.join(waiting("kept apart", 2, advocate="ana", apart={"ana": 60}), 10)
    line.join(waiting("of the backup", 3, backup="ana"), 10)
    assert line.first_of("ana") is None
    line.join(waiting("known", 5, known="ana"), 10)
    line.join(waiting("own", 4, advocate="ana"), 10)
    found = line.first_of("ana")
    assert found is not None
    assert found.id == "own"


def test_who_waits_for_one_is_found_also_while_they_are_kept_apart_or_not_yet_due() -> None:
    line = Line()
    assert line.kept_for("ana") is None
    line.join(waiting("later", 3, waits_for="ana", not_before=99), 10)
    assert line.kept_for("ana") == "later"
    line.join(waiting("apart", 2, waits_for="ana", apart={"ana": 60}), 10)
    assert line.kept_for("ana") == "apart"


def test_who_joins_anew_stands_there_once_as_they_are_now() -> None:
    line = Line()
    line.join(waiting("a", 1, advocate="ana"), 10)
    line.join(waiting("b", 2), 10)
    line.join(waiting("a", 3), 10)
    assert heads(line) == ["b"]
    assert line.first_of("ana") is None
    line.leave("b")
    assert heads(line) == ["a"]
