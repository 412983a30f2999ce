"""Golden transcripts, replayed: this server says today what the files say it says.

After a wanted change, `pytest tests/protocol --record` writes them anew; read the difference before it is kept.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from server.live.offload import offload
from server.sites.models import Site
from server.wire.codec import AGENT_COMMANDS, AGENT_EVENTS, VISITOR_COMMANDS, VISITOR_EVENTS
from tests.protocol.clock import is_busy, pass_time
from tests.protocol.scenes import SCENES, record
from tests.protocol.stage import VISITORS, Stage
from tests.protocol.transcript import FOLDER, Binding, Transcript
from tests.unit.server.conftest import Staff, set_rules, soon
from tests.unit.server.live.talk import Talk, open_agent, open_visitor

FILES = sorted(FOLDER.glob("*.json"))


def test_every_scene_has_its_transcript() -> None:
    assert {f.stem for f in FILES} == set(SCENES)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_frame_is_on_the_wire(file: Any) -> None:
    transcript = Transcript.load(file)
    commands, events = (
        (VISITOR_COMMANDS, VISITOR_EVENTS) if transcript.side == "visitor" else (AGENT_COMMANDS, AGENT_EVENTS)
    )
    heard = [f["frame"] for f in transcript.frames if f["from"] == "server"]
    for event in [*heard, *transcript.fresh]:
        events.decode(json.dumps(event))
    for said in (f["frame"] for f in transcript.frames if f["from"] == "client" and "frame" in f):
        commands.decode(json.dumps(said))


@pytest.mark.both
@pytest.mark.parametrize("name", sorted(SCENES))
async def test_the_server_says_what_the_transcript_says(
    name: str, site: Site, ana: Staff, tom: Staff, pytestconfig: pytest.Config
) -> None:
    await offload(set_rules, site.id, mode=SCENES[name].mode)
    stage = Stage(site.key, {"agent": ana, "colleague": tom}, name.split("-", 1)[0])
    if pytestconfig.getoption("--record"):
        (await record(name, stage)).save()
        return
    transcript = Transcript.load(FOLDER / f"{name}.json")
    assert transcript.mode == SCENES[name].mode
    binding = Binding(transcript.names)
    for real, golden in stage.names.items():
        assert binding.same(golden, real)
    talks: dict[str, Talk] = {}
    openers = {"agent": lambda: open_agent(ana.session), "colleague": lambda: open_agent(tom.session)}
    openers |= dict.fromkeys(VISITORS, open_visitor)
    async with asyncio.timeout(30), AsyncExitStack() as open_talks:
        for speaker, said, answers in turns(transcript):
            if speaker == "clock":
                await offload(pass_time, site.key, said["frame"]["ms"])
                await hear(talks[transcript.side], answers, binding)
                continue
            if said.get("frame", {}).get("type") == "hangs_up":
                gone = talks.pop(speaker)
                gone.hang_up()
                await gone.over.wait()
                await hear(talks[transcript.side], answers, binding)
                continue
            if speaker not in talks:
                talks[speaker] = await open_talks.enter_async_context(openers[speaker]())
            before = len(talks[speaker].raw)
            talks[speaker].say_raw(said.get("raw") or json.dumps(binding.real(said["frame"])))
            if answers:
                await hear(talks[transcript.side], answers, binding)
            elif speaker != transcript.side:
                # What the other side does must be done before this side goes on.
                await soon(lambda heard=talks[speaker].raw, n=before: len(heard) > n)
                await until_calm()


async def until_calm() -> None:
    """The desk has taken in what was done, and its word of it is on the way."""
    while await offload(is_busy):
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


def turns(transcript: Transcript) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Who says what, and what the written-down side then hears."""
    turn: tuple[str, dict[str, Any], list[dict[str, Any]]] | None = None
    for frame in transcript.frames:
        if frame["from"] == "server":
            assert turn
            turn[2].append(frame["frame"])
        else:
            if turn:
                yield turn
            turn = (transcript.side if frame["from"] == "client" else frame["from"], frame, [])
    if turn:
        yield turn


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
