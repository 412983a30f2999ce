"""Somebody's own computer: a Chromium with a profile on the disk, whose processes can be killed, and put to sleep."""

import os
import signal
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Error

from tests.support.browser import options


class Laptop:
    """Started again it has the same profile: what a browser writes to the disk is there, and nothing else."""

    def __init__(self, kind: BrowserType, profile: Path) -> None:
        self._kind, self._profile = kind, profile
        self.start()

    def start(self) -> None:
        """Open the browser. `context` is another one than before."""
        self.context: BrowserContext = self._kind.launch_persistent_context(
            self._profile, locale="en-GB", timezone_id="Europe/London", **options()
        )

    def kill(self) -> None:
        """End all its processes at once, as a battery that is taken out does."""
        self._signal(signal.SIGKILL)
        self.close()

    def sleep(self) -> None:
        """Shut the lid: none of its processes does anything. Whoever asks its pages for something waits until it wakes."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Open the lid."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """Close the browser, if it is open."""
        try:
            self.context.close()
        except Error as error:
            if "closed" not in str(error):
                raise

    def _signal(self, what: signal.Signals) -> None:
        os.killpg(self._leader(), what)

    def _leader(self) -> int:
        """The process that began all others of this browser, in a group of its own."""
        ours = f"--user-data-dir={self._profile}"
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_text().split("\0")
            except OSError:
                continue
            if ours in words and not any(word.startswith("--type=") for word in words):
                return os.getpgid(int(process.name))
        raise ProcessLookupError(f"No browser runs with {ours}.")
