"""Errors as problem+json (RFC 9457): what is wrong, where, and how to mend it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from server.sites.actions import BadSiteError

log = structlog.get_logger()
E = TypeVar("E", bound=Exception)


class Problem(Exception):
    """A refusal that an endpoint has words for."""

    def __init__(self, status: HTTPStatus, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.field = field


def not_found() -> Problem:
    """What is foreign looks exactly like what does not exist."""
    return Problem(HTTPStatus.NOT_FOUND, "There is nothing here by this name, or it is not yours to see.")


def response(status: int, detail: str, field: str | None = None) -> HttpResponse:
    """One problem, as the standard has it."""
    known = HTTPStatus(status)
    body = {
        "type": f"urn:bluephone:problem:{known.name.lower()}",
        "title": known.phrase,
        "status": status,
        "detail": detail,
        "field": field,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def explain_errors(api: NinjaAPI) -> None:
    """Turn every error an endpoint may raise into a problem."""

    def explain(kind: type[E], explained: Callable[[E], Problem]) -> None:
        def handler(_: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
            problem = explained(cast(E, error))
            return response(problem.status, problem.detail, problem.field)

        api.add_exception_handler(kind, handler)

    explain(Problem, lambda error: error)
    explain(BadSiteError, lambda error: Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.field))
    explain(ValidationError, _invalid)
    explain(AuthenticationError, lambda _: Problem(HTTPStatus.UNAUTHORIZED, "Sign in first."))
    explain(HttpError, lambda error: Problem(HTTPStatus(error.status_code), error.message))
    explain(Http404, lambda _: not_found())
    explain(DatabaseError, lambda error: _ours(error, HTTPStatus.SERVICE_UNAVAILABLE))
    explain(Exception, lambda error: _ours(error, HTTPStatus.INTERNAL_SERVER_ERROR))
    explain(RequestDataTooBig, lambda _: Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large."))


def no_route(_: HttpRequest, path: str) -> HttpResponse:  # noqa: ARG001  whatever it was
    """An address of the API under which there is nothing."""
    problem = not_found()
    return response(problem.status, problem.detail)


def _ours(error: Exception, status: HTTPStatus) -> Problem:
    """Our own failure: what it was is for the log, that it was is for whoever asked."""
    log.error("request_failed", exc_info=error)
    return Problem(status, "Something broke here, and it is written down. Try again in a moment.")


def _invalid(error: ValidationError) -> Problem:
    first: dict[str, Any] = error.errors[0]
    # The first two places only say that it is the body, and the name of our own parameter.
    field = ".".join(str(part) for part in first["loc"][2:]) or None
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{first['msg']}.", field)
