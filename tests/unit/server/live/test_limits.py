"""What one socket may cost."""

from hypothesis import given
from hypothesis import strategies as st

from server.live.limits import NUDGE, Bucket, Credit
from server.wire.limits import WINDOW


def used_up(credit: Credit) -> bool:
    return credit.used_up


def wants_beat(credit: Credit) -> bool:
    return credit.wants_beat


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    bucket = Bucket(rate=2, burst=5, clock=clock)
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    clock.now += 1
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock.now += 1_000
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]


@given(st.lists(st.floats(0, 2), max_size=100))
def test_over_any_time_a_bucket_gives_no_more_than_burst_and_rate(pauses: list[float]) -> None:
    clock = Clock()
    bucket = Bucket(rate=3, burst=4, clock=clock)
    given_out = 0
    for pause in pauses:
        clock.now += pause
        given_out += bucket.take()
        assert given_out <= 4 + 3 * sum(pauses) + 1e-6


def test_credit_comes_back_with_the_answer_to_a_beat_and_no_other() -> None:
    credit = Credit()
    credit.spend(WINDOW)
    assert not used_up(credit)
    credit.answered(1)
    credit.beat(1)
    credit.spend(1)
    assert used_up(credit)
    credit.answered(7)
    assert used_up(credit)
    credit.answered(1)
    assert not used_up(credit)
    credit.spend(WINDOW)
    credit.answered(1)
    assert used_up(credit)


def test_an_old_answer_takes_nothing_back() -> None:
    credit = Credit()
    for n in range(1, 4):
        credit.spend(WINDOW // 4)
        credit.beat(n)
    credit.answered(3)
    credit.answered(2)
    credit.answered(1)
    credit.spend(WINDOW)
    assert not used_up(credit)


def test_a_beat_is_wanted_before_the_window_is_full() -> None:
    credit = Credit()
    assert not wants_beat(credit)
    credit.spend(NUDGE + 1)
    assert wants_beat(credit)
    credit.beat(1)
    assert not wants_beat(credit)
