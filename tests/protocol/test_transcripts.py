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
from tests.protocol.replay import Replay
from tests.protocol.scenes import SCENES, record
from tests.protocol.stage import Stage
from tests.protocol.transcript import FOLDER, Binding, Transcript
from tests.unit.server.conftest import Staff, set_rules

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
    sessions = {"agent": ana.session, "colleague": tom.session}
    async with asyncio.timeout(30), AsyncExitStack() as stack:
        replay = Replay(site.key, transcript.side, sessions, binding, stack)
        for turn in turns(transcript):
            await replay.turn(*turn)


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
