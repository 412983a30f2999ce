"""Questions answered many at a time: each gets its own answer, read after it was asked."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from django.db import OperationalError

from server.live import together as module
from server.live.together import Together


class Slow:
    """Answers by naming the question and the batch, when it is let go on."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()

    def __call__(self, questions: Sequence[str]) -> list[str | Exception]:
        self.batches.append(list(questions))
        assert self.go_on.wait(5)
        return [LookupError(q) if q == "unknown" else f"{q} in {len(self.batches)}" for q in questions]


async def asked(together: Together[str, str], *questions: str) -> "list[asyncio.Task[str]]":
    """Asked one after another, and on their way."""
    tasks = []
    for question in questions:
        tasks.append(asyncio.create_task(together.ask(question)))
        await asyncio.sleep(0)
    return tasks


async def test_who_asks_while_it_is_busy_goes_with_the_next_and_no_more_than_so_many_at_once() -> None:
    slow = Slow()
    together = Together(slow, 3)
    tasks = await asked(together, "a")
    while not slow.batches:
        await asyncio.sleep(0.01)
    tasks += await asked(together, "b", "c", "d", "e")
    slow.go_on.set()
    assert await asyncio.gather(*tasks) == ["a in 1", "b in 2", "c in 2", "d in 2", "e in 3"]
    assert slow.batches == [["a"], ["b", "c", "d"], ["e"]]
    assert await together.ask("f") == "f in 4"


async def test_whoever_has_no_answer_or_hung_up_is_nothing_to_the_others() -> None:
    slow = Slow()
    together = Together(slow, 9)
    first = await asked(together, "a")
    others = await asked(together, "gone", "unknown", "b")
    others[0].cancel()
    slow.go_on.set()
    with pytest.raises(LookupError, match="unknown"):
        await others[1]
    assert (await first[0], await others[2]) == ("a in 1", "b in 2")


async def test_one_question_that_breaks_the_rest_is_asked_alone() -> None:
    tries: list[int] = []

    def breaks(questions: Sequence[str]) -> list[str | Exception]:
        tries.append(len(questions))
        if "poison" in questions:
            raise ValueError("poison")
        return list(questions)

    together = Together(breaks, 9)
    tasks = await asked(together, "a", "poison", "b")
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(answer) for answer in answers] == ["a", "poison", "b"]
    assert isinstance(answers[1], ValueError)


async def test_a_line_that_failed_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    class Line:
        @staticmethod
        def close() -> None:
            closed.append(True)

    monkeypatch.setattr(module, "connection", Line)
    assert await Together[str, str](list, 9).ask("fine") == "fine"
    assert closed == []
    with pytest.raises(OperationalError):
        await Together[str, str](lambda questions: [OperationalError(q) for q in questions], 9).ask("gone")
    assert closed == [True]


async def test_a_database_that_gave_way_is_not_asked_once_for_each() -> None:
    tries: list[int] = []

    def away(questions: Sequence[str]) -> list[str | Exception]:
        tries.append(len(questions))
        raise OperationalError("away")

    together = Together(away, 9)
    answers = await asyncio.gather(*(together.ask(q) for q in "abc"), return_exceptions=True)
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert tries == [3]
