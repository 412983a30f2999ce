"""How a site puts its visitors through: mode, times, opening hours."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router

from server.api.desk_schemas import RulesChange, RulesOut
from server.api.guard import owner_seat, seat
from server.desk import lists
from server.sites import rules
from server.sites.queries import SiteFacts

router = Router(tags=["routing"])


@router.get("sites/{key}/routing", response=RulesOut)
def read(request: HttpRequest, key: str) -> RulesOut:
    """The site's rules."""
    return _shown(seat(request, key).site)


@router.patch("sites/{key}/routing", response=RulesOut)
def change(request: HttpRequest, key: str, body: RulesChange) -> RulesOut:
    """Other rules; they hold within seconds."""
    site = owner_seat(request, key).site
    changed = rules.change(site.id, **body.dict(exclude_unset=True))
    lists.changed(site.id)
    return _shown(changed)


def _shown(site: SiteFacts) -> RulesOut:
    facts = asdict(site)
    return RulesOut(**{name: facts[name] for name in RulesOut.model_fields})
