"""The referee finds out servers that break the desk's laws on purpose: one that lets them pass would prove nothing."""

from collections.abc import Callable, Coroutine
from functools import partial

import pytest

from tests.faults.referee import scenes
from tests.faults.referee.house import House, Street, Team
from tests.faults.referee.judge import Law, judge
from tests.faults.referee.sightings import Sightings

Scene = Callable[[House, Team, Sightings], Coroutine[None, None, None]]


@pytest.mark.parametrize(
    ("broken", "team", "scene", "laws"),
    [
        ("no_lock", "race", partial(scenes.rush, rounds=6, patience_s=3), {"one_owner", "capacity"}),
        pytest.param("no_guard", "grab", partial(scenes.grab, rounds=2), {"one_owner"}, marks=pytest.mark.long),
        # Who is skipped waits for ever; that somebody is skipped is rare enough for the long form.
        pytest.param(
            "skip_locked", "race", partial(scenes.race, rounds=40, patience_s=4), {"stranded"}, marks=pytest.mark.long
        ),
        ("no_lease", "floor", partial(scenes.lapse, answers=False), {"ghost"}),
        pytest.param("no_lease", "floor", partial(scenes.lapse, answers=True), {"ghost"}, marks=pytest.mark.long),
        pytest.param("no_memory", "grab", scenes.echo, {"delivery"}, marks=pytest.mark.long),
        pytest.param("no_capacity", "race", partial(scenes.rush, rounds=1), {"capacity"}, marks=pytest.mark.long),
        pytest.param(
            "no_escalation", "grab", partial(scenes.escalate, patience_s=4), {"escalation"}, marks=pytest.mark.long
        ),
        pytest.param("no_hurry,stalls", "race", scenes.stall, {"placed"}, marks=pytest.mark.long),
        ("no_offer", "bell", scenes.late, {"late"}),
        pytest.param("no_order", "race", partial(scenes.rush, rounds=1), {"order"}, marks=pytest.mark.long),
    ],
)
async def test_a_broken_server_is_found_out(
    place: Street, broken: str, team: str, scene: Scene, laws: set[Law]
) -> None:
    seen = Sightings()
    with place.house(2, ("tests.faults.referee.broken", f"brisk,{broken}")) as house:
        await scene(house, place.teams[team], seen)
    assert laws & {breach.law for breach in judge(seen)}
