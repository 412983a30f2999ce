"""A real Chromium, with what Playwright switches off switched on again where it would make a test lie."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

SWITCHES_THAT_LIE = [
    # Hidden tabs would not be throttled, as they are in life.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
FEATURES_OFF = [
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "Translate",
]
"""What Playwright switches off, less `ThirdPartyStoragePartitioning`: with that off, a panel on two shops would share
what browsers keep apart. Chromium takes the last `--disable-features` it is given, and ours comes last."""


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")


def chromium() -> str | None:
    """The installed browser; None leaves the choice to Playwright, which takes the same: Chromium without its windows, if it can.

    It is the same engine, and costs little more than half.
    """
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def options(*switches: str) -> dict[str, Any]:
    """How Playwright shall launch it, without a window; `switches` are more of its own."""
    return {
        "executable_path": chromium(),
        "ignore_default_args": SWITCHES_THAT_LIE,
        "args": [
            f"--disable-features={','.join(FEATURES_OFF)}",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--no-first-run",
            *switches,
            *(["--no-sandbox"] if os.getuid() == 0 else []),
        ],
    }


@contextmanager
def running_browser(*switches: str) -> Iterator[Browser]:
    """A Chromium for the time of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options(*switches))
        try:
            yield browser
        finally:
            browser.close()
