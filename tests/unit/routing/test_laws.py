"""The engine over a desk in memory, held to its laws by the shadow, whatever happens and under every setting."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from routing.decisions import Because, Decision
from routing.model import Rules
from routing.requests import Refusal
from tests.unit.routing.histories import PAUSES, RULES, WEIGHTS, Play, Step, Ticking, Unsteady, play
from tests.unit.routing.office import MemoryOffice

NUMBER = st.integers(0, 999)
VISITORS = ["write", "write_again_while_open", "escalate", "choose_to_wait", "call_back", "part", "back", "end"]
COMING = ["come", "away", "vanish"]
TALKING = ["pick_up", "take_by_hand", "answer_late", "decline", "speak", "hold", "resume"]
TOGETHER = ["ask", "ask_somebody", "answer", "take_back", "step_out"]


class Routing(RuleBasedStateMachine):
    """Anything may happen; `Shadow` hears all of it, and asserts."""

    @initialize(rules=st.sampled_from(RULES), here=st.integers(0, 4))
    def a_day_begins(self, rules: Rules, here: int) -> None:
        self.play = Play(rules)
        for n in range(here):
            self._step("come", n, n, n)

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes(self, pause: int) -> None:
        self.play.pause(pause)

    @rule(what=st.sampled_from(VISITORS), x=NUMBER, y=NUMBER, z=NUMBER)
    def a_visitor_does(self, what: str, x: int, y: int, z: int) -> None:
        self._step(what, x, y, z)

    @rule(x=NUMBER, y=NUMBER, z=NUMBER)
    def a_visitor_writes(self, x: int, y: int, z: int) -> None:
        self._step("write", x, y, z)

    @rule(what=st.sampled_from(COMING), x=NUMBER, y=NUMBER, z=NUMBER)
    def a_human_comes_or_goes(self, what: str, x: int, y: int, z: int) -> None:
        self._step(what, x, y, z)

    @rule(what=st.sampled_from(TALKING), x=NUMBER, y=NUMBER, z=NUMBER)
    def a_human_does(self, what: str, x: int, y: int, z: int) -> None:
        self._step(what, x, y, z)

    @rule(x=NUMBER, y=NUMBER)
    def a_human_picks_up(self, x: int, y: int) -> None:
        self._step("pick_up", x, y, 0)

    @rule(what=st.sampled_from(TOGETHER), x=NUMBER, y=NUMBER, z=NUMBER)
    def humans_do_together(self, what: str, x: int, y: int, z: int) -> None:
        self._step(what, x, y, z)

    def _step(self, what: str, x: int, y: int, z: int) -> None:
        self.play.step(Step(0, what, x, y, z))


def test_the_laws_hold_whatever_happens() -> None:
    run_state_machine_as_test(Routing, settings=settings(max_examples=60, stateful_step_count=50, deadline=None))


def test_the_laws_hold_over_every_kind_of_event_and_decision_for_every_reason() -> None:
    """The same histories in every run, so that what they cover is certain."""
    assert {*VISITORS, *COMING, *TALKING, *TOGETHER, "look"} == set(WEIGHTS)
    seen: Counter[str] = Counter()
    for seed in range(120):
        play(seed, 150, seen)
    requests = [w.removeprefix("request: ").split(",")[0] for w in seen if w.startswith("request")]
    assert len(set(requests)) == 10
    missing = {what for what in expected() if sum(n for key, n in seen.items() if key.startswith(what)) < 3}
    assert not missing, sorted(seen.items())


def expected() -> set[str]:
    """Every decision, each with every reason it can have; every fact; each request granted and not; every refusal."""
    connects = set(get_args(Because)) - {"asked", "escalated", "picked_up"}
    facts = {"come", "away", "vanish", "write", "speak", "back", "call_back", "end"}
    requests = {
        "pick_up",
        "decline",
        "hold",
        "resume",
        "ask",
        "ask_somebody",
        "take_back",
        "step_out",
        "escalate",
        "wait_for",
    }
    return {
        *(kind.__name__ for kind in get_args(Decision)),
        *(f"Connect: {because}" for because in connects),
        *(f"event: {fact}" for fact in facts),
        *(f"request: {request}, {granted}" for request in requests for granted in ("yes", "no")),
        *(f"refused: {code}" for code in set(get_args(Refusal)) - {"already_ended"}),
        *(f"Dismiss: {why}" for why in ("declined", "no_answer", "withdrawn", "went_away", "stepped_out")),
        *(f"Join: {errand}" for errand in ("help", "take_over", "fix", "take_over, being in it")),
        *(f"Urge: {state}" for state in ("waiting", "ringing", "engaged", "held")),
        *("Take: of a ring", "Take: by hand", "Withdraw: no answer", "Withdraw: no words"),
        *("Rescue: picked up", "Rescue: ringing", "KeepFor: let down", "overtaken by affinity"),
        *("Resume: visitor is back", "Requeue", "Requeue: its human is gone"),
        *("Ask: fix, over capacity", "Ask: help, over capacity"),
        *("back in line, heard", "back in line, unheard", "broken while somebody had it"),
    }


class Twice(MemoryOffice):
    """Every fact is told twice at once, and again after the desk decided."""

    def _happens(self, what: str, act: Callable[[], None], *about: object) -> None:
        def told_twice() -> None:
            act()
            act()

        super()._happens(what, told_twice, *about)
        act()
        self.decide()


@pytest.mark.parametrize("first", range(0, 20, 10))
def test_ticks_in_between_change_nothing(first: int) -> None:
    for seed in range(first, first + 10):
        assert play(seed, 120, kind=Ticking).office.log == play(seed, 120).office.log


@pytest.mark.parametrize("first", range(0, 20, 10))
def test_a_clock_that_is_set_back_breaks_no_law(first: int) -> None:
    for seed in range(first, first + 10):
        play(seed, 120, kind=Unsteady)


@pytest.mark.parametrize("first", range(0, 20, 10))
def test_facts_told_twice_change_nothing(first: int) -> None:
    for seed in range(first, first + 10):
        assert play(seed, 120, office=Twice).office.log == play(seed, 120).office.log


def test_a_history_is_the_same_in_every_process(root: Path) -> None:
    """Sets and dicts are in another order in each, unless the seed of their hashes is the same."""
    command = [sys.executable, "-m", "tests.unit.routing.histories"]
    told = {
        subprocess.run(
            command, cwd=root, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
    assert len(told.pop()) > 10_000
