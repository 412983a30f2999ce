"""The laws can fail: nearly every engine, policy or desk that is made wrong on purpose breaks one of them."""

import pytest

from tests.unit.routing.histories import Ticking, Unsteady, play
from tests.unit.routing.mutants import MUTANTS
from tests.unit.routing.office import MemoryOffice
from tests.unit.routing.scenes import SCENES

HISTORIES, STEPS = 50, 120
SHARE = 0.9


def keep_the_laws(seed: int) -> None:
    """One history; some of them also with ticks in between, and with a clock that is set back."""
    log = play(seed, STEPS).office.log
    if seed % 5 == 0:
        assert play(seed, STEPS, kind=Ticking).office.log == log
        play(seed, STEPS, kind=Unsteady)


def breaks_a_law() -> bool:
    """A wrong desk may also fall over its own feet."""
    try:
        for seed in range(HISTORIES):
            keep_the_laws(seed)
    except Exception:
        return True
    return False


def spoils_a_scene() -> bool:
    """Without the shadow's help."""
    try:
        for scene in SCENES:
            scene.play(MemoryOffice(scene.rules))
    except Exception:
        return True
    return False


def test_at_least_nine_in_ten_of_the_wrong_ones_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the laws alone; and what they let through, by the scenes."""
    assert len(MUTANTS) >= 30
    assert not breaks_a_law(), "the right one is caught"
    kept, uncaught = [], []
    for mutant in MUTANTS:
        with monkeypatch.context() as made_wrong:
            for owner, attribute, instead in mutant.changes:
                made_wrong.setattr(owner, attribute, instead)
            if not breaks_a_law():
                kept.append(mutant.name)
                uncaught += [] if spoils_a_scene() else [mutant.name]
    share = 1 - len(kept) / len(MUTANTS)
    print(f"{share:.1%} of {len(MUTANTS)} break a law; these only spoil a scene: {kept}")
    assert not uncaught
    assert share >= SHARE
