"""Take them all, in light and in dark."""

import tempfile
from pathlib import Path

from scripts.screenshots.camera import IMAGES, THEMES, Camera
from scripts.screenshots.story import play
from tests.support.browser import running_browser
from tests.support.server import running_server


def main() -> None:
    """One server for each theme: the story begins anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    # A frame in a process of its own is drawn with one pixel a point, and blurred.
    with running_browser("--disable-site-isolation-trials") as browser:
        for theme in THEMES:
            with (
                tempfile.TemporaryDirectory() as data,
                running_server(Path(data)) as server,
                Camera(browser, server, theme) as camera,
            ):
                play(camera)


if __name__ == "__main__":
    main()
