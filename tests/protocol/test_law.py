"""The law of every screen, over the real server and the real reducers: old state + events = freshly fetched state.

Random histories are played on real sockets and written down; then the panel's and the console's own
reducers, in TypeScript, must know the same from the history as from a fresh welcome.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from server.live.offload import offload
from server.sites.models import Site
from tests.protocol.player import Player
from tests.protocol.stage import Stage
from tests.unit.server.conftest import Staff, set_rules

SHORT, LONG = range(1), range(1, 10)
"""Seeds of what is played: in every second one, humans must pick up."""


@pytest.mark.both
@pytest.mark.parametrize("seeds", [SHORT, pytest.param(LONG, marks=pytest.mark.long)], ids=["short", "long"])
@pytest.mark.parametrize("side", ["visitor", "agent"])
@pytest.mark.once
async def test_the_screens_know_what_a_fresh_one_would(
    side: str, seeds: range, site: Site, ana: Staff, tom: Staff, tmp_path: Path, root: Path
) -> None:
    histories = []
    for seed in seeds:
        await offload(set_rules, site.id, mode="ring" if seed % 2 else "connect")
        async with Stage(site.key, {"agent": ana, "colleague": tom}, side, settle_s=0.05) as stage:
            await Player(stage, seed).play()
            await stage.settle()
            fresh = await stage.fresh()
            # Somebody who comes for a look may change what all are told.
            await stage.settle()
            histories.append({"seed": seed, "side": side, "frames": stage.frames, "fresh": fresh})
    file = tmp_path / "histories.json"
    file.write_text(json.dumps(histories))
    vitest = [str(root / "node_modules/.bin/vitest"), "run", "--config", "tests/protocol/law/vitest.config.ts"]
    done = subprocess.run(
        vitest, cwd=root, env=os.environ | {"LAW_HISTORIES": str(file)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(seeds)} passed" in done.stdout
