"""Errors as problem+json (RFC 9457): what is wrong, where, and how to mend it."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from server.sites.actions import BadSiteError


class Problem(Exception):  # noqa: N818  the standard's word
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

    @api.exception_handler(Problem)
    def problem(request: HttpRequest, error: Problem) -> HttpResponse:
        return response(error.status, error.detail, error.field)

    @api.exception_handler(BadSiteError)
    def bad_site(request: HttpRequest, error: BadSiteError) -> HttpResponse:
        return response(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.field)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first: dict[str, Any] = error.errors[0]
        # The first two places only say that it is the body, and the name of our own parameter.
        field = ".".join(str(part) for part in first["loc"][2:]) or None
        return response(HTTPStatus.UNPROCESSABLE_ENTITY, f"{first['msg']}.", field)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return response(HTTPStatus.UNAUTHORIZED, "Sign in first.")

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return response(error.status_code, error.message)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return response(HTTPStatus.NOT_FOUND, not_found().detail)

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large.")
