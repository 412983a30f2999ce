"""How long people wait for an answer, when some give up before they have one (Kaplan and Meier 1958).

Who gave up would have waited longer, so they count as waiting at least so long; leaving them out, or counting their
waits as over, would flatter.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter


def waited(waits: Iterable[tuple[float, bool]], level: float) -> float | None:
    """Within how long that share is answered, of waits and whether an answer ended them.

    If too many gave up to say it, the longest wait seen: it was no less. None: nobody was answered.
    """
    ordered: list[tuple[float, bool]] = sorted(waits)
    if not any(answered for _, answered in ordered):
        return None
    still, left = 1.0, len(ordered)
    wait: float
    for wait, ending in groupby(ordered, key=itemgetter(0)):
        ended = [answered for _, answered in ending]
        still *= 1 - sum(ended) / left
        left -= len(ended)
        if still <= 1 - level + 1e-9:
            return wait
    return ordered[-1][0]
