"""RFC 6455 over a raw socket, on every server that carries us."""

from contextlib import suppress

import pytest

from tests.protocol.conformance.cases import CASES, HEAR, Case
from tests.protocol.conformance.deviations import DEVIATIONS
from tests.protocol.conformance.raw import PING, close, frame, opened

STILL = b"still here?"


async def heard(port: int, case: Case, expected: tuple[str, ...]) -> tuple[str, ...]:
    """What the server answers, until it has said as much as is expected or is gone."""
    words: list[str] = []
    async with opened(port) as line:
        with suppress(ConnectionError):  # It may hang up before all is said.
            for data in case.sent:
                if data == HEAR:
                    words.append(await line.hear())
                else:
                    await line.send(data, case.chop)
        while len(words) < len(expected) and (not words or words[-1] not in {"end", "silence"}):
            words.append(await line.hear())
            if words[-1].startswith("close"):
                with suppress(ConnectionError):
                    await line.send(close(1000))
        if expected[-1:] != ("end",):
            await line.send(frame(PING, STILL))
            assert await line.hear() == f"pong {STILL!r}", f"{case.name}: it is not open any more"
    return tuple(words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_case_of_the_public_suite(standing: tuple[str, int], case: Case) -> None:
    server, port = standing
    deviation = DEVIATIONS.get((server, case.name))
    expected = deviation.heard if deviation else case.heard
    assert await heard(port, case, expected) == expected


def test_every_case_has_a_name_of_its_own_and_every_deviation_a_case() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert {name for _, name in DEVIATIONS} <= set(names)
    for (_, name), deviation in DEVIATIONS.items():
        assert deviation.heard != next(case.heard for case in CASES if case.name == name)
