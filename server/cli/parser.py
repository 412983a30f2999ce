"""Every command and its words. `does` names the module and function that do it."""

import argparse

from server.cli import serve

Commands = argparse._SubParsersAction


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    whole = argparse.ArgumentParser(
        prog="bluephone", description="Blue Phone connects a website's visitors straight to an available human."
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    serve.add_parser(commands)
    demo = commands.add_parser("demo", help="open a made-up shop with the widget on it, and serve")
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    demo.add_argument("--port", type=serve.port, default=8000, help="port to listen on (default: 8000)")
    demo.add_argument("--workers", type=int, default=1, help="as of serve (needs PostgreSQL, Redis)")
    serve.add_server(demo)
    demo.set_defaults(does="demo:run", settings=_demo_settings)
    migrate = commands.add_parser("migrate", help="bring the database up to date; safe to repeat")
    migrate.set_defaults(does="migrate:run")
    doctor = commands.add_parser("doctor", help="say what is wrong with this deployment, and how to mend it")
    doctor.add_argument("--workers", type=_some, default=1, help="processes, on all hosts together (default: 1)")
    doctor.add_argument("--sockets", type=int, default=500, help="visitors and agents at once (default: 500)")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    doctor.set_defaults(does="doctor:run")
    _backup(commands)
    _site(commands)
    _agent(commands)
    _team(commands)
    _owner(commands)
    _simulate(commands)
    return whole


def _backup(commands: "Commands[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="put everything that must be kept into one file; servers may run on")
    backup.add_argument(
        "--to", metavar="FILE", help="the file to make, or a folder for it (default: here, by the time)"
    )
    backup.set_defaults(does="backup:backup")
    restore = commands.add_parser("restore", help="put everything back from such a file; servers must be stopped")
    restore.add_argument("file", metavar="FILE", help="what bluephone backup made")
    restore.add_argument("--over", action="store_true", help="though there is something in the database, which is lost")
    restore.set_defaults(does="backup:restore")


def _site(commands: "Commands[argparse.ArgumentParser]") -> None:
    words = _words(commands, "site", "make and list sites")
    create = words.add_parser("create", help="make a site and print its tag, ready to paste")
    create.add_argument("name", help="the website's name, as visitors see it")
    create.add_argument(
        "--origin", action="append", default=[], help="where its pages live, like https://example.com; may be repeated"
    )
    create.set_defaults(does="site:create")
    words.add_parser("list", help="list the sites").set_defaults(does="site:show")
    rules = words.add_parser("rules", help="show how a site puts visitors through, or change it")
    rules.add_argument("site", metavar="KEY", help="the site's key")
    rules.add_argument("--mode", choices=["connect", "ring"], help="connect: theirs at once; ring: to be picked up")
    rules.add_argument("--ring", type=int, metavar="SECONDS", help="how long it rings for one agent")
    rules.add_argument("--overflow", type=int, metavar="SECONDS", help="how long only the team and language are rung")
    rules.add_argument("--zone", help="the time zone of the opening hours, like Europe/Lisbon")
    rules.set_defaults(does="site:rules")


def _agent(commands: "Commands[argparse.ArgumentParser]") -> None:
    words = _words(commands, "agent", "invite and list the people who answer")
    invite = words.add_parser("invite", help="print a link that lets one person join a site's team")
    invite.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    invite.add_argument("--name", required=True, help="whom it is for")
    invite.add_argument("--role", choices=["agent", "lead", "owner"], default="agent")
    invite.set_defaults(does="agent:invite")
    link = words.add_parser("link", help="print a one-time sign-in link, for a browser on this machine")
    link.add_argument("email")
    link.set_defaults(does="agent:link")
    password = words.add_parser("password", help="give somebody a new password, asked for or read from stdin")
    password.add_argument("email")
    password.set_defaults(does="agent:password")
    languages = words.add_parser("languages", help="say which languages somebody answers in")
    languages.add_argument("email")
    languages.add_argument("code", nargs="+", help="like en or pt; or the word any")
    languages.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    languages.set_defaults(does="agent:languages")
    listing = words.add_parser("list", help="list the people who answer")
    listing.add_argument("--site", metavar="KEY", help="of one site alone")
    listing.set_defaults(does="agent:show")


def _team(commands: "Commands[argparse.ArgumentParser]") -> None:
    words = _words(commands, "team", "make and list teams: agents for a matter")
    add = words.add_parser("add", help="make a team, or put more people on it")
    add.add_argument("name", help='as in data-team="Billing"')
    add.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    add.add_argument("--member", action="append", default=[], metavar="EMAIL", help="who is on it; may be repeated")
    add.set_defaults(does="team:add")
    listing = words.add_parser("list", help="list a site's teams")
    listing.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    listing.set_defaults(does="team:show")
    remove = words.add_parser("remove", help="take a team away; its people stay")
    remove.add_argument("name")
    remove.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    remove.set_defaults(does="team:remove")


def _owner(commands: "Commands[argparse.ArgumentParser]") -> None:
    words = _words(commands, "owner", "make owners")
    create = words.add_parser("create", help="make somebody an owner of a site and print a sign-in link")
    create.add_argument("email")
    create.add_argument("--site", required=True, metavar="KEY", help="the site's key")
    create.add_argument("--name", help="their name, as visitors see it (default: from the address)")
    create.set_defaults(does="owner:create")


def _simulate(commands: "Commands[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser("simulate", help="try out a week: how long people wait, and how many must be there")
    simulate.add_argument("file", nargs="?", help="a week described in TOML or JSON")
    simulate.add_argument("--site", metavar="KEY", help="the week that a site's own records tell of, instead")
    simulate.add_argument("--example", action="store_true", help="print a description to start from")
    simulate.add_argument("--describe", action="store_true", help="print the week as JSON rather than try it out")
    simulate.add_argument("--weeks", type=_some, default=10, help="how often the week is lived through (default: 10)")
    simulate.add_argument("--seed", type=int, default=1, help="another seed, another chance (default: 1)")
    simulate.set_defaults(does="simulate:run")


def _some(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


def _words(commands: "Commands[argparse.ArgumentParser]", name: str, told: str) -> "Commands[argparse.ArgumentParser]":
    """A command of several words, about what stands in the database."""
    group = commands.add_parser(name, help=told)
    group.set_defaults(database=True)
    return group.add_subparsers(metavar="WHAT", required=True)


def _demo_settings(args: argparse.Namespace) -> dict[str, str]:
    return {"BLUEPHONE_DEMO": "1", "PUBLIC_URL": f"http://localhost:{args.port}"}
