"""The scenes of the policy, played over SQL: both desks decide the same in each, and as it is written there."""

import pytest

from server.desk import sql
from server.sites.models import Site
from tests.unit.routing.scenes import SCENES, Scene
from tests.unit.routing.shadow import Shadow
from tests.unit.server.desk.test_same_decisions import Both


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(site: Site, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever falls due is decided on as of its own time here, however late somebody looks."""
    monkeypatch.setattr(sql, "LATE_MS", 10**9)
    scene.play(Both(scene.rules, Shadow(scene.rules), site))
