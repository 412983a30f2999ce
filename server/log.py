"""Logs: one JSON object a line, or readable lines on a terminal. What people write to each other is never logged."""

import logging
import re
import sys

import structlog

_TOKEN = re.compile(r"(/(?:join|console/enter)/)[^/?\s]+")


def without_tokens(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A link that lets somebody in is no news for a log."""
    if isinstance(event.get("event"), str):
        event["event"] = _TOKEN.sub(r"\1…", event["event"])
    return event


def configure() -> None:
    """Send the standard library's logging and structlog's through one formatter to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    terminal = sys.stderr.isatty()
    last: list[structlog.typing.Processor] = (
        # Plainly: a fancier traceback shows local variables, and people's words are among them.
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if terminal
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_tokens, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # A visitor's mistyped address is not the operator's concern; our own failures are.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # Whoever asks for a connection and gets none says so; the pool's own tries would say it a hundred times.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    for quiet in ("daphne.http_protocol", "daphne.ws_protocol", "daphne.server", "uvicorn.error"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
