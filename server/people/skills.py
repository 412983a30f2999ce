"""What a member of a team can serve, and when: languages, teams, and hours, which only word when they are back."""

import re
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from server.people.models import Agent
from server.people.team import UnknownMemberError
from server.people.teams import put
from server.sites import queries as sites
from server.sites.actions import BadSiteError
from server.sites.rules import kept

LANGUAGES_MAX: Final = 20
_CODE: Final = re.compile(r"[a-z]{2,3}")


def change(
    site_id: str,
    agent_id: str,
    *,
    languages: Sequence[str] | None = None,
    teams: Sequence[str] | None = None,
    hours: Sequence[Sequence[Sequence[int]]] | None = None,
) -> None:
    """Change what is given and leave the rest. No languages: any; no hours: the site's."""
    with transaction.atomic():
        agent = Agent.objects.select_for_update(no_key=True).filter(site_id=site_id, id=agent_id).first()
        if agent is None:
            raise UnknownMemberError
        if languages is not None:
            agent.languages = codes(languages)
        if hours is not None:
            agent.hours = kept(hours)
        agent.save(update_fields=["languages", "hours"])
        if teams is not None:
            if not set(teams) <= {team.id for team in sites.teams(site_id)}:
                raise BadSiteError("teams", "There is no such team.")
            put(agent_id, set(teams))


def codes(written: Sequence[str]) -> list[str]:
    """Languages as two- or three-letter codes: `pt` of "PT" or "pt-BR", each once, in order."""
    found = sorted({re.split("[-_]", one.strip().lower())[0] for one in written})
    wrong = next((code for code in found if not _CODE.fullmatch(code)), None)
    if wrong is not None:
        raise BadSiteError("languages", f"{wrong!r} is no language's code. Write it like en or pt.")
    if len(found) > LANGUAGES_MAX:
        raise BadSiteError("languages", f"Somebody may have {LANGUAGES_MAX} languages.")
    return found
