"""One browser for all stories; a server and two contexts, on two host names, for each."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, WebSocketRoute

from tests.browser.people import Agent, Visitor
from tests.support.browser import running_browser
from tests.support.laptop import Laptop
from tests.support.server import Server

SITE = "fernhill"
"""The demo's site."""

FAILURES = Path(__file__).parent / "failures"

Failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember whether the test failed, so that the stage keeps what was to be seen."""
    report: pytest.TestReport = yield
    if report.failed:
        item.stash[Failed] = True
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    with running_browser() as browser:
        yield browser


class Stage:
    """Brings people on, and keeps what was to be seen when a story goes wrong."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.contexts: list[BrowserContext] = []
        self.blocked = False
        """Whether everybody who comes from now on sits behind something that lets no WebSocket through."""
        self.refused: list[str] = []
        """The WebSockets that were tried and ended at once."""

    def context(self, **options: Any) -> BrowserContext:
        """Another person's browser."""
        context = self.browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
        self.contexts.append(context)
        if self.blocked:
            context.route_web_socket(re.compile("/ws/"), self._refuse)
        return context

    def visitor(self, **options: Any) -> Visitor:
        """Somebody new, on the shop's page."""
        visitor = Visitor(self.context(**options), self.server)
        visitor.opens_the_shop()
        return visitor

    def agent(self, **options: Any) -> Agent:
        """The shop's own agent, signed in and taking calls."""
        agent = Agent(self.context(**options), self.server)
        agent.enters(self.server.link())
        agent.is_here()
        return agent

    def another_tab_of(self, visitor: Visitor) -> Visitor:
        """The same person, on the shop's page once more."""
        again = Visitor(visitor.context, self.server)
        again.opens_the_shop()
        return again

    def colleague(self, name: str, **options: Any) -> Agent:
        """Somebody who joins the team by an invite; not yet taking calls."""
        printed = self.server.run("agent", "invite", "--site", SITE, "--name", name)
        link = re.search(r"https?://\S+/join/\S+", printed)
        assert link, printed
        colleague = Agent(self.context(**options), self.server)
        colleague.joins(link[0], name)
        return colleague

    def _refuse(self, socket: WebSocketRoute) -> None:
        self.refused.append(socket.url)
        socket.close()

    def keep(self, name: str) -> None:
        """Screenshots of all pages, and the server's log."""
        FAILURES.mkdir(exist_ok=True)
        pages = [page for context in self.contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=FAILURES / f"{name}-{number}.png")
        (FAILURES / f"{name}.log").write_text(self.server.log)


@pytest.fixture
def stage(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Where the story is played."""
    with ExitStack() as after:
        stage = Stage(browser, server)
        yield stage
        for context in stage.contexts:
            after.callback(context.close)
        if request.node.stash.get(Failed, False):
            stage.keep(re.sub(r"\W+", "-", request.node.name))


@pytest.fixture
def laptop(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """Somebody's own computer."""
    laptop = Laptop(stage.browser.browser_type, tmp_path_factory.mktemp("profile"))
    yield laptop
    laptop.wake()
    laptop.close()


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """axe-core's own text."""
    return (root / "node_modules/axe-core/axe.min.js").read_text()
