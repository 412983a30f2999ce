"""The engine against a simulator of queues that others wrote: the same visitors, one by one."""

import json
from pathlib import Path

import pytest

from tests.unit.routing.oracle.queues import QUEUES, visitors

RECORDED = json.loads((Path(__file__).parent / "oracle/ciw.json").read_text())


@pytest.mark.parametrize("which", range(len(QUEUES)))
def test_the_same_visitors_wait_and_give_up_as_in_ciw(which: int) -> None:
    found = visitors(QUEUES[which])
    assert {v.answered for v in found} == {True, False}
    # Theirs ends when the last one came: whoever was in it then has no record.
    assert len(RECORDED[which]) > len(found) - 30
    ours = {round(v.came / 1000, 3): v for v in found}
    for came, waited, answered in RECORDED[which]:
        assert ours[came].answered == answered
        assert ours[came].waited / 1000 == pytest.approx(waited, abs=0.1)
