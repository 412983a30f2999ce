"""What sockets may cost, each and together."""

from hypothesis import given
from hypothesis import strategies as st

from server.live.limits import FORGET_AT, NUDGE, SHARE, TOGETHER, Bucket, Buckets, Credit, Debt
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


def test_buckets_of_two_names_have_nothing_to_do_with_each_other() -> None:
    buckets = Buckets(1, 2, Clock())
    assert [buckets.take(name) for name in "aaabbb"] == [True, True, False] * 2


def test_whoever_was_quiet_is_forgotten_and_nobody_else_is() -> None:
    clock = Clock()
    buckets = Buckets(1, 2, clock)
    for n in range(FORGET_AT):
        buckets.take(f"once {n}")
    clock.now += 1.5
    busy = "busy"
    assert [buckets.take(busy) for _ in range(3)] == [True, True, False]
    assert len(buckets) == 1
    for n in range(10 * FORGET_AT):
        clock.now += 0.001
        buckets.take(f"one of many {n}")
        buckets.take(busy)
    assert not buckets.take(busy)
    assert len(buckets) <= 3 * FORGET_AT


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


def test_sockets_of_one_address_share_a_window_of_which_each_keeps_a_share() -> None:
    debt = Debt()
    many, modest = [Credit(debt) for _ in range(TOGETHER // WINDOW)], Credit(debt)
    for credit in many:
        credit.spend(WINDOW)
    assert not any(used_up(credit) for credit in many)
    modest.spend(SHARE)
    assert all(used_up(credit) for credit in many)
    assert not used_up(modest)
    modest.spend(1)
    assert used_up(modest)


def test_what_was_read_or_is_over_burdens_nobody_else() -> None:
    debt = Debt()
    reader, leaver = Credit(debt), Credit(debt)
    reader.spend(1_000)
    reader.beat(1)
    reader.spend(10)
    leaver.spend(5_000)
    assert debt.total == 6_010
    reader.answered(1)
    reader.answered(1)
    assert debt.total == 5_010
    leaver.over()
    leaver.answered(1)
    assert debt.total == 10
    reader.over()
    assert debt.total == 0
