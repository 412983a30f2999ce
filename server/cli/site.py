"""`bluephone site …`."""

from argparse import Namespace

from django.conf import settings
from django.db import transaction

from server.cli import find
from server.cli.mistake import Mistake
from server.desk import lists
from server.people import invites
from server.sites import actions, queries
from server.sites import rules as changing
from server.sites.actions import BadSiteError


def create(args: Namespace) -> int:
    """A new site: its tag, and the invite for whoever owns it."""
    try:
        with transaction.atomic():
            site = actions.create(args.name, args.origin)
            _, token = invites.invite(site.id, "Owner", "owner", by=None)
    except BadSiteError as error:
        raise Mistake(str(error)) from None
    where = "\n    ".join(site.origins) or "nowhere yet: add where its pages live in the console's settings"
    print(
        f"""{site.name} is made. Its key is {site.key}.

  Paste this into its pages, before </body> or in <head>:

    {queries.tag(site.key, settings.PUBLIC_URL)}

  It may stand on:
    {where}

  Its owner joins by this link (valid once, for a week):

    {settings.PUBLIC_URL}/join/{token}

  People without a website of yours can write at {settings.PUBLIC_URL}/talk/{site.key}"""
    )
    return 0


def show(_: Namespace) -> int:
    """All sites."""
    found = queries.everywhere()
    if not found:
        print("There is no site yet. Make one: bluephone site create NAME --origin https://example.com")
    for site in found:
        print(f"{site.key}  {site.name}  {', '.join(site.origins) or 'no origin allowed yet'}")
    return 0


def rules(args: Namespace) -> int:
    """How a site puts visitors through; what is given is changed first."""
    site = find.site(args.site)
    try:
        site = changing.change(site.id, mode=args.mode, zone=args.zone, ring_s=args.ring, overflow_s=args.overflow)
        lists.changed(site.id)
    except BadSiteError as error:
        raise Mistake(str(error)) from None
    print(
        f"""{site.name} ({site.key})
  mode      {site.mode}
  ring      {site.ring_s} s
  overflow  {site.overflow_s} s
  zone      {site.zone}
  hours     {"told" if site.hours else "not told"}; the console's settings show and change them"""
    )
    return 0
