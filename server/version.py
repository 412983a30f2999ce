"""Which Blue Phone this is."""

from typing import Final

VERSION: Final = "0.1.0"
"""As in pyproject.toml. It stands here as well, because a checkout is not installed and has no metadata to ask."""


def numbers(version: str) -> tuple[int, ...]:
    """For comparing. Raises ValueError when it is no version."""
    return tuple(int(part) for part in version.split("."))
