"""Logs: one JSON object a line, or readable lines on a terminal. What people write to each other is never logged.

Each line of a request carries its `request`, each of a socket its `socket` and `kind`: see `about`.
"""

import logging
import re
import sys
from contextlib import AbstractContextManager
from typing import Final

import structlog

from server.failures import told, trace
from server.ids import new_id

_SANE: Final = re.compile(r"[A-Za-z0-9._:-]{8,64}")
"""A request's id that somebody else made is taken over if it looks like one."""
_TOKEN = re.compile(r"(/(?:join|console/enter)/)[^/?\s]+")


def without_tokens(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A link that lets somebody in is no news for a log."""
    if isinstance(event.get("event"), str):
        event["event"] = _TOKEN.sub(r"\1…", event["event"])
    return event


def without_words(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Failures are told by kind and place alone: their own text may quote what people wrote."""
    for name, value in event.items():
        if isinstance(value, BaseException):
            event[name] = trace(value) if name == "exception" else told(value)
    return event


def _briefly(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """From its second line on asyncio writes out tasks, with the text of whatever failed in them."""
    if event.get("logger") == "asyncio":
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _caught(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Whatever failure a line is about, as `exception`."""
    given = event.pop("exc_info", None)
    caught = sys.exc_info() if given is True else given
    error = caught[1] if isinstance(caught, tuple) else caught
    if isinstance(error, BaseException):
        event["exception"] = error
    return event


def request_id(given: str | None) -> str:
    """The id that a proxy gave to a request, if it is sane; else one of ours."""
    return given if given and _SANE.fullmatch(given) else new_id()


def about(**what: str) -> AbstractContextManager[None]:
    """For the time of the block each line of a log tells these too."""
    return structlog.contextvars.bound_contextvars(**what)


def configure(level: int = logging.INFO) -> None:
    """Send the standard library's logging and structlog's through one formatter to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(default=_named)
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
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _briefly,
                _caught,
                without_words,
                without_tokens,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A visitor's mistyped address is not the operator's concern; our own failures are.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # Whoever asks for a connection and gets none says so; the pool's own tries would say it a hundred times.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    for chatty in ("daphne.http_protocol", "daphne.ws_protocol", "daphne.server", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING if level > logging.DEBUG else level)


def _named(value: object) -> str:
    """What JSON cannot write is told by its kind: how it writes itself might say more."""
    return f"<{type(value).__name__}>"
