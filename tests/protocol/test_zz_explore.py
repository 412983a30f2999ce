import json
import os
from pathlib import Path

import pytest

from server.live.offload import offload
from tests.protocol.player import Player
from tests.protocol.stage import Stage
from tests.unit.server.conftest import set_rules


@pytest.mark.parametrize("side", ["visitor", "agent"])
@pytest.mark.parametrize("seed", eval(os.environ.get("LAW_SEEDS", "[0]")))
async def test_explore(side, seed, site, ana, tom):
    await offload(set_rules, site.id, mode="ring" if seed % 2 else "connect")
    async with Stage(site.key, {"agent": ana, "colleague": tom}, side, settle_s=0.05) as stage:
        await Player(stage, seed).play()
        await stage.settle()
        fresh = await stage.fresh()
        # Somebody who comes for a look may change what all are told.
        await stage.settle()
    Path(f"/tmp/w/hist/{side}-{seed}.json").write_text(
        json.dumps([{"seed": seed, "side": side, "frames": stage.frames, "fresh": fresh}])
    )
