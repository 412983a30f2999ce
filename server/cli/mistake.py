"""What somebody at the terminal asked for wrongly."""


class Mistake(Exception):
    """The text says what is wrong and what would do."""
