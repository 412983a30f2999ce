"""The scenes of the policy over a desk in memory, with the shadow watching."""

import pytest

from tests.unit.routing.office import MemoryOffice
from tests.unit.routing.scenes import SCENES, Scene
from tests.unit.routing.shadow import Shadow


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(scene: Scene) -> None:
    scene.play(MemoryOffice(scene.rules, Shadow(scene.rules)))


def test_every_rule_has_its_scenes() -> None:
    told_of = {scene.name.split("_")[1] for scene in SCENES if scene.name.startswith("rule_")}
    assert told_of == {str(n) for n in range(1, 13)}
