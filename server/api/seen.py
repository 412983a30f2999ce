"""A loader that may not open its panel says where it stands, so that the owner learns what is wrong."""

from http import HTTPStatus
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from ninja import Router, Status

from server.api.problems import Problem, not_found
from server.api.schemas import SeenIn
from server.clock import now_ms
from server.origins import of_url
from server.sites import queries as sites
from server.sites.actions import note_sighting

router = Router(tags=["tag"])
PER_MINUTE: Final = 30


@router.post("sites/{key}/seen", response={204: None}, auth=None)
def seen(request: HttpRequest, key: str, body: SeenIn) -> Status[None]:
    """For anybody. The browser's own Origin header counts before what the body says."""
    if _too_often(request.META["REMOTE_ADDR"]):
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "This address has said so too often. Try again in a minute.")
    site = sites.by_key(key)
    if site is None:
        raise not_found()
    origin = of_url(request.headers.get("Origin", "")) or of_url(body.origin)
    if origin is None:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "This is no origin of a website.", "origin")
    note_sighting(site, origin, body.problem)
    return Status(204, None)


def _too_often(address: str) -> bool:
    slot = f"seen:{address}:{now_ms() // 60_000}"
    cache.add(slot, 0, timeout=120)
    try:
        return cache.incr(slot) > PER_MINUTE
    except ValueError:
        return False
