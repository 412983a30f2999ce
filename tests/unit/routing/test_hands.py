"""What simulated humans have in hand, and how slowly it goes with more of it."""

from routing.hands import Hands


def test_one_alone_takes_its_own_time() -> None:
    hands = Hands(beta=0.5)
    hands.take("c", "ana", 60_000, now=1000)
    assert hands.next("ana") == (61_000, 1)
    assert hands.finished("ana", 1, 61_000) == "c"
    assert (hands.busy, hands.next("ana")) == (0, None)


def test_a_second_slows_both_from_then_on() -> None:
    hands = Hands(beta=0.5)
    hands.take("first", "ana", 60_000, now=0)
    hands.take("second", "ana", 90_000, now=30_000)
    at, stamp = hands.next("ana") or (0, 0)
    # Half a minute of work was left, at two thirds of the pace.
    assert at == 75_000
    assert hands.finished("ana", stamp, at) == "first"
    assert (hands.next("ana") or (0, 0))[0] == 75_000 + 60_000


def test_what_was_foreseen_before_a_change_is_void() -> None:
    hands = Hands(beta=0.0)
    hands.take("first", "ana", 60_000, now=0)
    _, stamp = hands.next("ana") or (0, 0)
    hands.take("second", "ana", 10_000, now=5000)
    assert hands.finished("ana", stamp, 60_000) is None
    assert (hands.next("ana") or (0, 0))[0] == 15_000


def test_giving_up_takes_it_from_their_hands_once() -> None:
    hands = Hands(beta=1.0)
    hands.take("first", "ana", 60_000, now=0)
    hands.take("second", "ana", 60_000, now=0)
    hands.drop("second", "ana", now=20_000)
    hands.drop("second", "ana", now=20_000)
    assert hands.busy == 1
    assert (hands.next("ana") or (0, 0))[0] == 70_000


def test_each_human_works_by_themselves() -> None:
    hands = Hands(beta=1.0)
    hands.take("a", "ana", 60_000, now=0)
    hands.take("b", "ben", 60_000, now=0)
    assert (hands.next("ana"), hands.next("ben")) == ((60_000, 1), (60_000, 1))
