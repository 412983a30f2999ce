"""A golden transcript, played again before the server of today by everybody who was in it."""

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

from server.live.offload import offload
from tests.protocol.clock import is_busy, pass_time
from tests.protocol.stage import VISITORS, answered
from tests.protocol.transcript import Binding
from tests.unit.server.live.talk import Talk, open_agent, open_visitor


class Replay:
    """The sockets of those who take part; `sessions` are the agents' own."""

    def __init__(self, site: str, side: str, sessions: dict[str, str], binding: Binding, stack: AsyncExitStack) -> None:
        self._site, self._side, self._sessions = site, side, sessions
        self._binding, self._stack = binding, stack
        self._talks: dict[str, Talk] = {}
        self._tokens: dict[str, str] = {}
        """Of visitors who are not written down: no name in the transcript stands for theirs."""

    async def turn(self, speaker: str, said: dict[str, Any], answers: list[dict[str, Any]]) -> None:
        """`speaker` says it, and the written-down side hears exactly this."""
        kind = said.get("frame", {}).get("type")
        if kind == "passes":
            await offload(pass_time, self._site, said["frame"]["ms"])
        elif kind == "hangs_up":
            talk = self._talks.pop(speaker)
            talk.hang_up()
            await talk.over.wait()
        elif speaker == self._side:
            talk = await self._talk(speaker)
            talk.say_raw(said.get("raw") or json.dumps(self._binding.real(said["frame"])))
        else:
            await self._does(speaker, self._binding.real(said["frame"]))
        if answers:
            await hear(self._talks[self._side], answers, self._binding)
        else:
            await until_calm()

    async def _does(self, speaker: str, frame: dict[str, Any]) -> None:
        """What others do must be done before anybody goes on."""
        talk = await self._talk(speaker)
        if frame["type"] == "hello" and speaker in self._tokens:
            frame["token"] = self._tokens[speaker]
        before = len(talk.raw)
        talk.say_raw(json.dumps(frame))
        await answered(talk, frame, before)
        for event in map(json.loads, talk.raw[before:]):
            if event["type"] == "welcome" and event.get("token"):
                self._tokens[speaker] = event["token"]

    async def _talk(self, speaker: str) -> Talk:
        if speaker not in self._talks:
            opened = open_visitor() if speaker in VISITORS else open_agent(self._sessions[speaker])
            self._talks[speaker] = await self._stack.enter_async_context(opened)
        return self._talks[speaker]


async def until_calm() -> None:
    """The desk has taken in what was done, and its word of it is on the way."""
    while await offload(is_busy):
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


async def hear(talk: Talk, golden: list[dict[str, Any]], binding: Binding) -> None:
    """Everything golden comes, in any order between two commands: several threads speak."""
    missing = list(golden)
    deadline = asyncio.get_running_loop().time() + 5
    seen = 0
    while missing:
        for raw in talk.raw[seen:]:
            seen += 1
            actual = json.loads(raw)
            if actual["type"] == "beat":
                continue
            match = next((g for g in missing if binding.same(g, actual)), None)
            assert match is not None, f"The server said {raw}\nwhere the transcript has {json.dumps(missing)}"
            missing.remove(match)
        if missing:
            assert asyncio.get_running_loop().time() < deadline, f"Never said: {json.dumps(missing)}"
            await asyncio.sleep(0.01)
    del talk.raw[:seen]
