"""`bluephone doctor`: what is wrong with a deployment, why that matters, and how to mend it."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from typing import Final

from server.cli.doctor import between, database, here, outside
from server.cli.doctor.finding import Finding

Check = Callable[[Namespace], Iterable[Finding]]
CHECKS: Final[tuple[Check, ...]] = (here.look, database.look, between.look, outside.look)


def run(args: Namespace) -> int:
    """Look at everything, say what was found; 1 when something is wrong."""
    found = list(chain.from_iterable(check(args) for check in CHECKS))
    if args.json:
        print(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        print("\n".join(chain.from_iterable(_lines(finding) for finding in found)))
    return 0 if all(finding.well for finding in found) else 1


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{'ok   ' if finding.well else 'WRONG'}  {finding.about}: {finding.found}"
    if not finding.well:
        yield f"       {finding.why}"
        yield f"       To mend it: {finding.mend}"
