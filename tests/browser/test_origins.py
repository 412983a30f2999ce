"""Who may show the phone: pages of the site's own origins, and nobody else."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import Browser, expect

from tests.browser.conftest import SITE, Stage
from tests.browser.people import LET_US_LOOK, PATIENCE_MS


@contextmanager
def foreign_page(html: str, host: str = "127.0.0.2") -> Iterator[str]:
    """A page of somebody else's, for the time of the block; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_on_a_foreign_page_no_panel_opens_and_the_owner_is_told(stage: Stage) -> None:
    tag = f'<!doctype html><title>Elsewhere</title><script async src="{stage.server.url}/bluephone.js" data-site="{SITE}"></script>'
    with foreign_page(tag) as address:
        page = stage.context().new_page()
        page.add_init_script(LET_US_LOOK)
        with page.expect_console_message(lambda message: "Blue Phone" in message.text) as warning:
            page.goto(address)
        assert "origin_not_allowed" in warning.value.text
        # Nobody claims to be here; and who asks all the same is led to where they can talk.
        phone = page.get_by_role("button", name="Leave a message")
        with page.expect_console_message(lambda message: "framing_refused" in message.text):
            phone.click()
        expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)
        with page.expect_popup() as hosted:
            phone.click()
        assert hosted.value.url == f"{stage.server.url}/talk/{SITE}"
        agent = stage.agent()
        agent.page.get_by_role("link", name="Settings").first.click()
        told = agent.page.get_by_text(re.compile(rf"Your tag is on {re.escape(address.split('//')[1])}, but"))
        expect(told).to_be_visible(timeout=PATIENCE_MS)


def test_a_foreign_page_may_not_frame_the_panel(stage: Stage) -> None:
    with foreign_page(f'<!doctype html><iframe src="{stage.server.url}/panel/{SITE}"></iframe>') as address:
        page = stage.context().new_page()
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(address)
        expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)


def test_a_foreign_page_may_not_open_a_socket(stage: Stage) -> None:
    # Signed in, so that only the origin is what is wrong.
    agent = stage.agent()
    with foreign_page("<!doctype html><title>Elsewhere</title>") as address:
        page = agent.context.new_page()
        page.goto(address)
        for socket in ("visitor", "agent"):
            answer = page.evaluate(
                """address => new Promise(resolve => {
                    const socket = new WebSocket(address), heard = [];
                    socket.onmessage = event => heard.push(JSON.parse(event.data).type);
                    socket.onclose = event => resolve({ code: event.code, heard });
                })""",
                f"{stage.server.url.replace('http', 'ws', 1)}/ws/v1/{socket}",
            )
            assert answer == {"code": 4008, "heard": ["refused"]}


def test_the_browser_of_these_tests_keeps_frames_apart_as_life_does(browser: Browser) -> None:
    """With Playwright's own switches one frame has one storage on all pages, and a test of storage would lie."""
    remember = "localStorage.page ||= location.ancestorOrigins[0]; document.body.textContent = localStorage.page"
    with ExitStack() as served, browser.new_context() as context:
        framed = served.enter_context(foreign_page(f"<!doctype html><body><script>{remember}</script>"))
        for host in ("127.0.0.3", "127.0.0.4"):
            address = served.enter_context(foreign_page(f'<!doctype html><iframe src="{framed}"></iframe>', host))
            page = context.new_page()
            page.goto(address)
            expect(page.frame_locator("iframe").locator("body")).to_have_text(address)
