"""`bluephone demo`: a shop, an agent, and a minute to see them talk."""

import sys
from argparse import Namespace
from pathlib import Path

from django.core.management import call_command

from server.cli import one_process, serve
from server.cli.mistake import Mistake
from server.demo.setting import ensure_demo


def run(args: Namespace) -> int:
    """Set the demo up where it is missing, say where to look, and serve."""
    one_process.check(args.server)
    try:
        # Before anything is made or promised: is there a place to serve it?
        serve.listen(args.host, args.port).close()
    except OSError as error:
        raise Mistake(
            f"Cannot listen on {args.host}:{args.port}: {error.strerror}. Choose another with --port."
        ) from None
    call_command("migrate", interactive=False, verbosity=0)
    demo = ensure_demo()
    # In a checkout the command is in no PATH, and there `python -m server` is what runs.
    command = "bluephone" if Path(sys.argv[0]).name == "bluephone" else ".venv/bin/bluephone"
    print(
        f"""
  Blue Phone's demo

  1. Sign in as Ana, who answers (this link works once, within the hour, on this machine):
       {demo.link}
  2. In another window open her shop, and the phone in its corner:
       {demo.shop}
  3. Write something there. Ana's console rings.

  Without the shop: {demo.hosted}
  Another link:     {command} agent link ana@fernhill.example
  Stop:             Ctrl-C
""",
        flush=True,
    )
    return serve.run(Namespace(host=args.host, port=args.port, workers=args.workers, server=args.server, fd=None))
