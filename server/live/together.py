"""Questions that are answered many at a time, in one thread: whoever asks while it is busy goes with the next.

As words are committed in groups, so what many ask at once is read in groups. Nobody waits for others to come.
"""

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import DatabaseError, OperationalError, connection

from server.live.offload import offload

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """One event loop's questions of one kind. `answer` is run in a thread; for each of them it gives an answer, or why there is none."""

    def __init__(self, answer: Callable[[Sequence[Q]], Sequence[A | Exception]], most: int) -> None:
        self._answer = answer
        self._most = most
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """The answer, read after this was asked. Raises what `answer` gives in its place."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[A] = loop.create_future()
        self._waiting.append((question, answered))
        if self._busy is None:
            # In no context: it is nobody's in particular, and would log as whoever came first.
            self._busy = loop.create_task(self._work(), context=contextvars.Context())
        return await answered

    async def _work(self) -> None:
        try:
            while self._waiting:
                now, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                try:
                    answers = await offload(self._answers, [question for question, _ in now])
                except Exception as error:
                    # There is no thread any more: we are about to end.
                    answers = [error] * len(now)
                for (_, answered), answer in zip(now, answers, strict=True):
                    if answered.done():
                        continue  # They hung up.
                    if isinstance(answer, Exception):
                        answered.set_exception(answer)
                    else:
                        answered.set_result(answer)
        finally:
            self._busy = None

    def _answers(self, questions: Sequence[Q]) -> Sequence[A | Exception]:
        """All of them; if one breaks it for the others, each alone. Where the database gave way, it would for each."""
        try:
            answers = self._answer(questions)
        except Exception as error:
            answers = [error] * len(questions)
            if len(questions) > 1 and not isinstance(error, OperationalError):
                answers = [answer for question in questions for answer in self._answers([question])]
        if any(isinstance(answer, DatabaseError) for answer in answers):
            # As after any failure (`offload`): the next use has a line of its own.
            connection.close()
        return answers
