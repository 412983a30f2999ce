"""Heaps whose entries may go stale."""

import random

from routing.heaps import Heap


class Things:
    """What the entries stand for: each has the stamp it was last pushed with."""

    def __init__(self) -> None:
        self.stamps: dict[str, int] = {}
        self.heap = Heap(lambda id_, stamp: self.stamps.get(id_) == stamp)

    def put(self, id_: str, key: int) -> None:
        self.stamps[id_] = self.stamps.get(id_, 0) + 1
        self.heap.push((key,), id_, self.stamps[id_])


def test_the_least_of_those_that_still_stand_for_something() -> None:
    things = Things()
    for id_, key in (("a", 3), ("b", 1), ("c", 2)):
        things.put(id_, key)
    assert things.heap.first() == "b"
    things.put("b", 9)
    assert things.heap.first() == "c"
    del things.stamps["c"]
    assert things.heap.first() == "a"
    del things.stamps["a"], things.stamps["b"]
    assert things.heap.first() is None


def test_those_beside_stay_where_they_are() -> None:
    things = Things()
    for id_, key in (("a", 1), ("b", 2), ("c", 3)):
        things.put(id_, key)
    assert things.heap.first_beside(frozenset({"a", "b"})) == "c"
    assert things.heap.first_beside(frozenset({"a", "b", "c"})) is None
    assert things.heap.first() == "a"


def test_it_never_holds_much_more_than_what_lives() -> None:
    things, rnd = Things(), random.Random(1)
    for _ in range(5_000):
        things.put(f"t{rnd.randrange(50)}", rnd.randrange(100))
        assert len(things.heap._entries) <= 101
    assert things.heap.first() in things.stamps
