"""`make bench`: every group, or those that are named (`make bench ONLY=path`)."""

import sys

from tests.bench import herd, idle, pages, path, path_grown, routing, routing_house, routing_waits
from tests.bench.figures import tell_machine

GROUPS = {
    "path": [path.measure, path_grown.measure],
    "herd": [herd.measure],
    "idle": [idle.measure],
    "routing": [routing.measure, routing_waits.measure, routing_house.measure],
    "pages": [pages.measure],
}


def main(names: list[str]) -> int:
    """Measure the groups named, or all."""
    unknown = [n for n in names if n not in GROUPS]
    if unknown:
        print(f"There is no group {', '.join(unknown)}. There are: {', '.join(GROUPS)}.", file=sys.stderr)
        return 2
    tell_machine()
    for name in names or GROUPS:
        for measure in GROUPS[name]:
            measure()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
