"""What keeps a backup from being made or restored."""


class Refused(Exception):
    """Nothing was changed. The text says why, and what would do."""
