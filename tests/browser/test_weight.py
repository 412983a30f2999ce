"""What the phone costs a shop's page: one small script before a click, and a light panel after it."""

from playwright.sync_api import Request

from tests.browser.conftest import Stage
from tests.browser.people import Visitor

LOADER = 3_300
"""Bytes on the wire: the budget of the built file, and this page's sites in it."""
PANEL = 27_000
"""The budget of the first opening, and its page."""


def body(request: Request) -> int:
    return request.sizes()["responseBodySize"]


def test_before_a_click_there_is_one_request_and_after_it_little_more(stage: Stage) -> None:
    visitor = Visitor(stage.context(), stage.server)
    requests: list[Request] = []

    def remember(request: Request) -> None:
        requests.append(request)

    visitor.page.on("requestfinished", remember)
    visitor.opens_the_shop()
    visitor.page.wait_for_load_state("networkidle")
    ours = [request for request in requests if request.url.startswith(stage.server.url)]
    assert [request.url for request in ours] == [f"{stage.server.url}/bluephone.js"]
    assert body(ours[0]) <= LOADER

    visitor.picks_up_the_phone()
    visitor.page.wait_for_load_state("networkidle")
    panel = [r for r in requests if r.url.startswith(stage.server.url) and r not in ours and "/later" not in r.url]
    assert len(panel) >= 3
    assert sum(map(body, panel)) <= PANEL
