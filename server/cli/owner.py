"""`bluephone owner …`."""

from argparse import Namespace

from django.core.exceptions import ValidationError
from django.db import transaction

from server.cli import find, links
from server.cli.mistake import Mistake
from server.people import team, users


def create(args: Namespace) -> int:
    """An owner, made without mail or password, and the link that lets them in."""
    site = find.site(args.site)
    name = " ".join((args.name or args.email.partition("@")[0].replace(".", " ").title()).split())
    if not 1 <= len(name) <= 100:
        raise Mistake("--name takes 1 to 100 characters.")
    try:
        with transaction.atomic():
            user_id = users.ensure(args.email, name)
            team.join(site.id, user_id, name, "owner")
    except ValidationError as error:
        raise Mistake(f"{args.email!r}: {' '.join(error.messages)}") from None
    print(f"{args.email} is an owner of {site.name}.\n")
    print(links.sign_in(find.user(args.email)))
    return 0
