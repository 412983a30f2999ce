"""`bluephone agent …`."""

import getpass
import sys
from argparse import Namespace

from django.conf import settings
from django.core.exceptions import ValidationError

from server.cli import find, links
from server.cli.mistake import Mistake
from server.desk import lists
from server.people import invites, skills, team, users
from server.sites import queries as sites
from server.sites.actions import BadSiteError


def invite(args: Namespace) -> int:
    """A link that lets one person join."""
    site = find.site(args.site)
    name = " ".join(args.name.split())
    if not 1 <= len(name) <= 100:
        raise Mistake("--name takes 1 to 100 characters.")
    made, token = invites.invite(site.id, name, args.role, by=None)
    print(f"Pass this on to {made.name}. It makes them {made.role} of {site.name}, once, within a week:\n")
    print(f"  {settings.PUBLIC_URL}/join/{token}")
    return 0


def link(args: Namespace) -> int:
    """A one-time sign-in link."""
    print(links.sign_in(find.user(args.email)))
    return 0


def password(args: Namespace) -> int:
    """A new password, never as a word of the command: those are seen by others on the machine."""
    user = find.user(args.email)
    if sys.stdin.isatty():
        given = getpass.getpass(f"New password for {user.email}: ")
        if given != getpass.getpass("Once more: "):
            raise Mistake("The two were not the same. Nothing is changed.")
    else:
        given = sys.stdin.readline().rstrip("\n")
    try:
        users.set_password(user.user_id, given)
    except ValidationError as error:
        raise Mistake(" ".join(error.messages)) from None
    print(f"{user.email} has a new password; whoever was signed in with the old one is signed out.")
    return 0


def languages(args: Namespace) -> int:
    """Which languages somebody answers in."""
    site = find.site(args.site)
    member = find.member(site, args.email)
    try:
        skills.change(site.id, member.id, languages=[] if args.code == ["any"] else args.code)
    except BadSiteError as error:
        raise Mistake(str(error)) from None
    lists.changed(site.id, [member.id])
    spoken = ", ".join(team.member(site.id, member.id).languages) or "any language"
    print(f"{member.name} answers in {spoken} on {site.name}.")
    return 0


def show(args: Namespace) -> int:
    """Who answers where."""
    found = [find.site(args.site)] if args.site else sites.everywhere()
    for site in found:
        print(f"{site.name} ({site.key})")
        members = team.members(site.id)
        if not members:
            print(f"  nobody yet: bluephone agent invite --site {site.key} --name NAME --role owner")
        for one in members:
            print(f"  {one.name}  {one.email}  {one.role}{'' if one.active else ', switched off'}")
    return 0
