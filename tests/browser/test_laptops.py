"""Somebody's whole browser stands still for longer than its line is kept, or is killed; nothing they wrote is lost."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.people import Agent, Visitor
from tests.support.figures import figures
from tests.support.laptop import Laptop
from tests.support.server import Server, running_server

SERVER = ("server",)
BRISK = ("tests.faults.referee.broken", "brisk")
"""Lines are kept for six seconds, not for thirty."""


@pytest.fixture(params=[BRISK, pytest.param(SERVER, marks=pytest.mark.long)])
def server(request: pytest.FixtureRequest, tmp_path: Path, prepared: Path) -> Iterator[Server]:
    """The demo, as it is and in a hurry."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with running_server(tmp_path, services={"BLUEPHONE_DEMO": "1"}, program=request.param) as server:
        yield server


def lives_on(server: Server, agent: Agent) -> None:
    """The server goes on, and gives up the line of whoever sleeps."""
    server.thaw()
    agent.hears("As the lid closes")
    agent.says("Are you there?", "Take your time.")
    while figures(server.shop)["bluephone_sockets visitor"]:
        agent.page.wait_for_timeout(200)


def dies(server: Server, agent: Agent) -> None:
    """The server dies before it has read the last words, and another one takes its place."""
    server.restart()
    agent.is_back()
    agent.says("Are you there?", "Take your time.")
    expect(agent.log).not_to_contain_text("As the lid closes")


@pytest.mark.parametrize("meanwhile", [lives_on, pytest.param(dies, marks=pytest.mark.long)])
def test_a_laptop_that_slept_shows_what_was_said_meanwhile_and_sends_what_it_kept(
    stage: Stage, laptop: Laptop, meanwhile: Callable[[Server, Agent], None]
) -> None:
    agent, visitor = stage.agent(), Visitor(laptop.context, stage.server)
    visitor.opens_the_shop()
    visitor.picks_up_the_phone()
    visitor.says("Hello")
    agent.sees_it_ring("Hello")
    agent.picks_up()
    visitor.sees_them_safe()

    stage.server.freeze()
    visitor.says("As the lid closes")
    laptop.sleep()
    meanwhile(stage.server, agent)
    laptop.wake()

    visitor.is_back()
    visitor.says("I was asleep.")
    said = ["Are you there?", "Take your time.", "I was asleep."]
    for person in (visitor, agent):
        person.hears("Hello", *said)
        person.hears("As the lid closes")
    visitor.sees_them_safe()
