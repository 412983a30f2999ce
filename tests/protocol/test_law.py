"""The law of every screen, over the real server and the real reducers: old state + events = freshly fetched state.

Random histories are played on real sockets and written down; then the panel's and the console's own
reducers, in TypeScript, must know the same from the history as from a fresh welcome.
"""

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.sites.models import Site
from tests.protocol.scenes import Stage, fresh_of, visitor_hello
from tests.unit.server.conftest import Staff

SEEDS = range(3)
STEPS = 20


class Player:
    """Does one random thing after another, as its side and as the other."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._random = random.Random(seed)
        self._n = 0
        self._said: list[int] = []
        """Messages of the conversation that goes on."""
        self._opened: set[str] = set()

    async def play(self) -> None:
        stage = self._stage
        await stage.connect("agent")
        await stage.says("agent", {"type": "hello", "site": stage.site, "cursors": {}})
        await stage.connect("visitor")
        await stage.says("visitor", visitor_hello(stage.site))
        await self._say()
        await self._open()
        acts = [self._say, self._say, self._retry, self._reply, self._note, self._close, self._pick_up]
        acts += [self._presence, self._open, self._shut, self._back, self._read, self._leave]
        for _ in range(STEPS):
            await self._random.choice(acts)()
        await self._say()
        # What a console has shut it does not follow: in the end it looks at everything it ever opened.
        for conversation in {*self._opened, stage.conversation}:
            after = stage.cursor("agent", conversation)
            await stage.says("agent", {"type": "open", "conversation": conversation, "after": after})

    async def _say(self) -> None:
        self._n += 1
        self._said.append(self._n)
        await self._stage.says("visitor", self._words(self._n))

    async def _retry(self) -> None:
        await self._stage.says("visitor", self._words(self._random.choice(self._said)))

    async def _reply(self) -> None:
        await self._agent("reply", text=f"**answer** {self._n}")

    async def _note(self) -> None:
        await self._agent("note", text="between us")

    async def _close(self) -> None:
        await self._agent("close")

    async def _pick_up(self) -> None:
        await self._agent("pick_up")

    async def _presence(self) -> None:
        presence = self._random.choice(["available", "away"])
        await self._stage.says("agent", {"type": "set_presence", "presence": presence, "capacity": 2})

    async def _open(self) -> None:
        self._opened.add(self._stage.conversation)
        await self._stage.says("agent", {"type": "open", "conversation": self._stage.conversation, "after": 0})

    async def _shut(self) -> None:
        await self._stage.says("agent", {"type": "shut", "conversation": self._stage.conversation})

    async def _read(self) -> None:
        seq = self._stage.cursor("visitor")
        if seq:
            await self._stage.says("visitor", {"type": "read", "conversation": self._stage.conversation, "seq": seq})

    async def _leave(self) -> None:
        if self._random.random() < 0.3:
            self._n += 1
            self._said.clear()
            await self._stage.says("visitor", {"type": "leave", "id": f"random-leave-{self._n}"})
            await self._say()

    async def _back(self) -> None:
        """The line drops and comes back, with what this client holds."""
        stage = self._stage
        who = self._random.choice(["visitor", "agent"])
        await stage.hang_up(who)
        if self._random.random() < 0.5:
            await (self._say() if who == "agent" else self._reply())
        await stage.connect(who)
        if who == "visitor":
            token, cursor = stage.token, stage.cursor("visitor")
            await stage.says(who, visitor_hello(stage.site, token, stage.conversation if cursor else None, cursor))
        else:
            cursor = stage.cursor("agent")
            cursors = {stage.conversation: cursor} if cursor else {}
            await stage.says(who, {"type": "hello", "site": stage.site, "cursors": cursors})

    async def _agent(self, kind: str, **fields: Any) -> None:
        self._n += 1
        command = {"type": kind, "id": f"random-agent-{self._n}", "conversation": self._stage.conversation}
        await self._stage.says("agent", command | fields)

    def _words(self, n: int) -> dict[str, Any]:
        return {"type": "say", "id": f"random-words-{n}", "conversation": None, "text": f"word {n}"}


@pytest.mark.both
@pytest.mark.parametrize("side", ["visitor", "agent"])
async def test_the_screens_know_what_a_fresh_one_would(
    side: str, site: Site, ana: Staff, tmp_path: Path, root: Path
) -> None:
    histories = []
    for seed in SEEDS:
        async with Stage(site.key, ana.session, side, settle_s=0.05) as stage:
            await Player(stage, seed).play()
            await stage.settle()
            fresh = await fresh_of(stage)
            histories.append({"seed": seed, "side": side, "frames": stage.frames, "fresh": fresh})
    file = tmp_path / "histories.json"
    file.write_text(json.dumps(histories))
    vitest = [str(root / "node_modules/.bin/vitest"), "run", "--config", "tests/protocol/law/vitest.config.ts"]
    done = subprocess.run(
        vitest, cwd=root, env=os.environ | {"LAW_HISTORIES": str(file)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(SEEDS)} passed" in done.stdout
