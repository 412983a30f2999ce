"""`bluephone team …`."""

from argparse import Namespace

from server.cli import find
from server.cli.mistake import Mistake
from server.desk import lists
from server.people import team, teams
from server.people.teams import Crew
from server.sites import queries as sites
from server.sites.actions import BadSiteError
from server.sites.queries import SiteFacts


def add(args: Namespace) -> int:
    """A team; one that is there already gets more people."""
    site = find.site(args.site)
    members = {find.member(site, email).id for email in args.member}
    found = _named(site, args.name)
    try:
        if found is None:
            crew = teams.create(site.id, args.name, 0, members)
        else:
            crew = teams.change(site.id, found.team.id, name=None, priority=None, members={*found.members, *members})
    except BadSiteError as error:
        raise Mistake(str(error)) from None
    lists.changed(site.id, members)
    print(_told(site, crew))
    print(f'Pages ask for it by data-team="{crew.team.name}" in the tag.')
    return 0


def show(args: Namespace) -> int:
    """A site's teams."""
    site = find.site(args.site)
    crews = teams.crews(site.id)
    if not crews:
        print(f"{site.name} has no teams, so everybody answers everything.")
    for crew in crews:
        print(_told(site, crew))
    return 0


def remove(args: Namespace) -> int:
    """No such team any more."""
    site = find.site(args.site)
    found = _named(site, args.name)
    if found is None:
        raise Mistake(
            f"{site.name} has no team {args.name!r}. bluephone team list --site {site.key} shows which it has."
        )
    lists.remove_team(site.id, found.team.id)
    lists.changed(site.id, found.members)
    print(f"The team {found.team.name} is no more; its people stay.")
    return 0


def _named(site: SiteFacts, name: str) -> Crew | None:
    wanted = sites.team_named(site.id, name)
    return next((crew for crew in teams.crews(site.id) if crew.team == wanted), None)


def _told(site: SiteFacts, crew: Crew) -> str:
    names = [one.name for one in team.members(site.id) if one.id in crew.members]
    return f"{crew.team.name}: {', '.join(names) or 'nobody yet'}"
