"""Visitors come, are known again, and look at pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import OperationalError

from server.clock import as_datetime, now, now_ms
from server.db.table import Table
from server.ids import hash_token, new_id, new_token
from server.people.facts import VisitorFacts, of_visitor
from server.people.models import Visitor
from server.people.names import label
from server.sites import actions as sites
from server.sites import queries as site_queries
from server.wire.nouns import Page, Told

log = structlog.get_logger()
TOKEN_LIFE = timedelta(days=180)
_RENEW_AFTER = timedelta(days=1)
_VISITORS: Final = Table(Visitor)


class UnknownToken(Exception):
    """No visitor of this site has this token."""


class ExpiredToken(Exception):
    """The token was good once; its visitor stayed away too long."""


@dataclass(slots=True)
class Disk:
    """What visitors are written to. Once it took nothing, for one of many who come together, it is not asked for the others."""

    full: bool = False


def welcome_visitor(
    site_id: str,
    token: str | None,
    page: Page | None,
    told: tuple[Told, ...],
    language: str | None,
    zone: str | None,
    team: str | None,
    disk: Disk | None = None,
) -> tuple[VisitorFacts, str | None]:
    """The visitor whom the token names, or a newcomer with a new token. What they told now replaces what was known.

    `team` is the name of the one that their page asks for; a name that the site does not know asks for none. Where nothing
    can be written (a full disk), who is known comes in all the same: they can read, and told it again it is kept.
    """
    now = as_datetime(now_ms())
    made = None
    if token is None:
        made = new_token()
        made_id = new_id()
        visitor = Visitor(id=made_id, site_id=site_id, token_hash=hash_token(made), name=label(made_id), created_at=now)
        visitor.token_expires_at = now + TOKEN_LIFE
    else:
        visitor = _known(site_id, token, now)
    before = _shown(visitor)
    if page is not None:
        visitor.page_url, visitor.page_title = page.url, page.title
        sites.note_framed(site_id, page.url)
    if told:
        visitor.told = [{"name": fact.name, "value": fact.value} for fact in told]
    visitor.language = language or visitor.language
    visitor.zone = zone or visitor.zone
    asked = site_queries.team_named(site_id, team) if team else None
    visitor.team_id = asked.id if asked else None
    stale = visitor.token_expires_at < now + TOKEN_LIFE - _RENEW_AFTER
    if made or stale or _shown(visitor) != before:
        # A reconnect that tells nothing new writes nothing: a herd of them must not queue for the disk.
        visitor.token_expires_at = now + TOKEN_LIFE
        visitor.seen_at = now
        _write(visitor, disk or Disk(), new=made is not None)
    return of_visitor(visitor), made


def _write(visitor: Visitor, disk: Disk, *, new: bool) -> None:
    try:
        if disk.full:
            raise OperationalError("Nothing could be written a moment ago.")
        visitor.save(force_insert=new)
    except OperationalError as error:
        disk.full = True
        if new:
            raise
        log.warning("visitor_not_written", error=error)


def look(visitor_id: str, page: Page) -> None:
    """The page under the panel changed."""
    Visitor.objects.filter(id=visitor_id).update(page_url=page.url, page_title=page.title, seen_at=now())


def _shown(visitor: Visitor) -> tuple[object, ...]:
    return (visitor.page_url, visitor.page_title, visitor.told, visitor.language, visitor.zone, visitor.team_id)


def _known(site_id: str, token: str, now: datetime) -> Visitor:
    found = _VISITORS.by("token_hash", [hash_token(token)], "site_id = %s", site_id)
    if not found:
        raise UnknownToken
    visitor = found[0]
    if visitor.token_expires_at <= now:
        raise ExpiredToken
    return visitor
