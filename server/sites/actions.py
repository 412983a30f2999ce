"""What may be done to sites."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final, Literal

from django.db import transaction

from server.clock import now
from server.origins import of_url
from server.sites import queries
from server.sites.models import UNFRAMED, Sighting, Site
from server.sites.origins import BadOriginError, normal
from server.sites.queries import SiteFacts

ORIGINS_MAX: Final = 50
SIGHTINGS_MAX: Final = 50
SEEN_AGAIN_S: Final = 5.0
"""A sighting is written at most this often: the owner reads "3 s ago", the disk is left in peace."""
_REMEMBERED: Final = 10_000

Problem = Literal["origin_not_allowed", "framing_refused"]


class BadSiteError(ValueError):
    """A site cannot be so. `field` says which part, the text how to mend it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def create(name: str, origins: Iterable[str], key: str | None = None) -> SiteFacts:
    """A new site, with the default greeting and colour."""
    site = Site(name=_name(name), origins=_origins(origins), created_at=now())
    if key is not None:
        site.key = key
    site.save(force_insert=True)
    return queries.facts(site)


def change(
    site_id: str,
    *,
    name: str | None = None,
    greeting: str | None = None,
    hue: int | None = None,
    chroma: float | None = None,
    origins: Iterable[str] | None = None,
) -> SiteFacts:
    """Change what is given and leave the rest."""
    with transaction.atomic():
        site = hold(site_id)
        if name is not None:
            site.name = _name(name)
        if greeting is not None:
            site.greeting = _line("greeting", greeting, 200)
        if hue is not None:
            site.hue = hue % 360
        if chroma is not None:
            site.chroma = min(max(chroma, 0.0), 0.175)
        if origins is not None:
            site.origins = _origins(origins)
        site.save()
    return queries.facts(site)


def hold(site_id: str) -> Site:
    """The site's row, which nobody else changes until the transaction ends. It keeps no desk waiting: rows may refer to it."""
    return Site.objects.select_for_update(no_key=True).get(id=site_id)


class _Recently:
    """What was written lately, so that a busy page is not a write a view."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[str, str, str], float] = OrderedDict()
        self._guard = threading.Lock()

    def said(self, *key: str) -> bool:
        """Whether this was said within the last seconds; from now on it was."""
        now = time.monotonic()
        with self._guard:
            if self._until.get((key[0], key[1], key[2]), 0.0) > now:
                return True
            self._until[key[0], key[1], key[2]] = now + SEEN_AGAIN_S
            while len(self._until) > _REMEMBERED:
                self._until.popitem(last=False)
            return False


_recently = _Recently()


def note_sighting(site: SiteFacts, origin: str, problem: Problem | None) -> None:
    """The tag was seen on `origin`, perhaps with a problem. Of strange origins only the newest are kept."""
    if origin not in site.origins:
        problem = "origin_not_allowed"
    elif problem == "origin_not_allowed":
        problem = None
    if _recently.said(site.id, origin, problem or ""):
        return
    with transaction.atomic():
        if problem is None and Sighting.objects.filter(site_id=site.id, origin=origin, problem=UNFRAMED).exists():
            # That the script was fetched does not say that its frame is shown now.
            problem = UNFRAMED
        Sighting.objects.update_or_create(
            site_id=site.id, origin=origin, defaults={"seen_at": now(), "problem": problem or ""}
        )
        strange = Sighting.objects.filter(site_id=site.id).exclude(origin__in=site.origins).order_by("-seen_at")
        surplus = list(strange.values_list("id", flat=True)[SIGHTINGS_MAX : SIGHTINGS_MAX + 10])
        if surplus:
            Sighting.objects.filter(id__in=surplus).delete()
    if problem == UNFRAMED:
        queries.forget()


def note_framed(site_id: str, url: str) -> None:
    """A panel runs on this page, so whatever refused its frame there does so no longer."""
    origin = of_url(url)
    if origin and queries.is_unframed(site_id, origin):
        Sighting.objects.filter(site_id=site_id, origin=origin, problem=UNFRAMED).update(problem="")
        queries.forget()


def _name(written: str) -> str:
    return _line("name", written, 100)


def _line(field: str, written: str, longest: int) -> str:
    text = re.sub(r"\s+", " ", written).strip()
    if not text:
        raise BadSiteError(field, f"The {field} is empty.")
    if len(text) > longest:
        raise BadSiteError(field, f"The {field} may have {longest} characters; this one has {len(text)}.")
    if re.search("[\0\ud800-\udfff]", text):
        raise BadSiteError(field, f"The {field} contains a character that cannot be kept (NUL, or half of another).")
    return text


def _origins(written: Iterable[str]) -> list[str]:
    try:
        found = list(dict.fromkeys(normal(origin) for origin in written if origin.strip()))
    except BadOriginError as error:
        raise BadSiteError("origins", str(error)) from None
    if len(found) > ORIGINS_MAX:
        raise BadSiteError("origins", f"A site may have {ORIGINS_MAX} origins; these are {len(found)}.")
    return found
