"""Let ciw serve our visitors, and keep what becomes of each: when they came, how long they waited, whether they were served."""

import itertools
import json
from pathlib import Path
from typing import Any

import ciw

from tests.unit.routing.oracle.queues import QUEUES, Queue, visitors


def served(queue: Queue) -> list[tuple[float, float, bool]]:
    """By ciw. Who was still in it when the last one came has no record, and is not among them."""
    ours = visitors(queue)
    times = [0, *(v.came for v in ours)]
    sequential: Any = ciw.dists.Sequential
    network = ciw.create_network(
        arrival_distributions=[sequential([(b - a) / 1000 for a, b in itertools.pairwise(times)])],
        service_distributions=[sequential([v.work / 1000 for v in ours if v.answered])],
        reneging_time_distributions=[sequential([v.patience / 1000 for v in ours])],
        number_of_servers=[queue.humans],
    )
    theirs = ciw.Simulation(network)
    theirs.simulate_until_max_customers(len(ours), method="Arrive")
    records = sorted(theirs.get_all_records(), key=lambda r: r.arrival_date)
    return [(round(r.arrival_date, 3), round(r.waiting_time, 2), r.record_type == "service") for r in records]


if __name__ == "__main__":
    file = Path(__file__).with_name("ciw.json")
    file.write_text(json.dumps([served(queue) for queue in QUEUES], separators=(",", ":")) + "\n")
