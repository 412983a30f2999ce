"""What is to be thought of, and when."""

from routing.timers import Timers


def test_the_earliest_first_and_those_of_one_moment_in_the_order_they_were_set() -> None:
    timers = Timers(lambda timer: True)
    for at, conversation in ((5, "late"), (3, "b"), (3, "a"), (9, "later")):
        timers.set(at, "ring", conversation)
    taken = []
    while timer := timers.take(5):
        taken.append(timer[3])
    assert taken == ["b", "a", "late"]
    assert timers.first(8) is None
    assert timers.first(9) is not None


def test_what_means_nothing_any_more_is_passed_over() -> None:
    forgotten = {"b"}
    timers = Timers(lambda timer: timer[3] not in forgotten)
    for at, conversation in ((1, "a"), (2, "b"), (3, "c")):
        timers.set(at, "ring", conversation)
    assert [timers.take(9), timers.take(9), timers.take(9)] == [
        (1, 1, "ring", "a", "", 0),
        (3, 3, "ring", "c", "", 0),
        None,
    ]


def test_to_look_takes_nothing() -> None:
    timers = Timers(lambda timer: True)
    timers.set(1, "ask", "c", "ana", 7)
    assert timers.first(1) == timers.first(1) == (1, 1, "ask", "c", "ana", 7)
