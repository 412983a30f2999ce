"""What is counted and timed for whoever runs the server, in Prometheus's terms. No agent, visitor or site is ever named.

Hooks stand where many messages pass as one: at a commit, at a hand-over to the sockets. With `serve --workers N` the
processes write to files in a folder they share (PROMETHEUS_MULTIPROC_DIR), and any of them answers for all.
"""

import os
from collections.abc import Iterable
from typing import Final, Protocol

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"

disable_created_metrics()  # type: ignore[no-untyped-call]

_QUICK: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PATIENT: Final = (2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800, 3600)

SOCKETS: Final = Gauge("bluephone_sockets", "Open sockets", ["kind"], multiprocess_mode="livesum")
CLOSED: Final = Counter("bluephone_sockets_closed", "Sockets that ended, by close code's name, or by the peer", ["why"])

HELLOS_WAITING: Final = Gauge("bluephone_hellos_waiting", "Hellos that stand in line", multiprocess_mode="livesum")
GREETED: Final = Histogram("bluephone_hello_seconds", "From a hello to its welcome, the line included", buckets=_QUICK)
PUT_OFF: Final = Counter(
    "bluephone_hellos_put_off", "Hellos that were not answered in time, and shall come again", ["why"]
)

BATCH_SIZE: Final = Histogram(
    "bluephone_append_batch_size", "Messages a commit of the writer stored", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
APPEND: Final = Histogram("bluephone_append_seconds", "A commit of the writer", buckets=_QUICK)
NOT_STORED: Final = Counter("bluephone_append_failures", "Messages that could not be stored; their senders try again")
WRITER_QUEUE: Final = Gauge("bluephone_writer_queue", "Messages that wait to be stored", multiprocess_mode="livesum")

_HOPS: Final = Histogram("bluephone_delivery_seconds", "A batch's time at each hop", ["hop"], buckets=_QUICK)
STORED: Final = _HOPS.labels("stored")
"""From the moment that the batch's oldest message was handed to the writer until it was committed."""
PUBLISHED: Final = _HOPS.labels("published")
"""From the commit until the event loop hands it out."""
SENT: Final = _HOPS.labels("sent")
"""From there until every socket of the process that is concerned has had its turn to send."""
RELAYED: Final = _HOPS.labels("relayed")
"""From process to process through Redis, by the clocks of both."""

GAPS: Final = Counter("bluephone_gaps_seen", "Entries that came to a socket before their elders")
_CATCH_UPS: Final = Counter("bluephone_catch_ups", "Reads of missed entries from the database", ["found_by"])
CAUGHT_UP_GAP: Final = _CATCH_UPS.labels("gap")
"""The server itself, as a gap did not close in time."""
CAUGHT_UP_CLIENT: Final = _CATCH_UPS.labels("client")
"""A client that saw in a beat that it lacks something."""

FIRST_WORD: Final = Histogram(
    "bluephone_first_word_seconds",
    "From a visitor's first message to the first human word, of those who waited here, or chose to be answered elsewhere",
    ["how"],
    buckets=_PATIENT,
)
GAVE_UP: Final = Counter("bluephone_gave_up", "Visitors who left, or were gone for too long, without a human's word")
OFFERS: Final = Counter(
    "bluephone_offers", "Rings, and asking colleagues in: how they began and ended", ["kind", "came"]
)
DISPATCH: Final = Histogram(
    "bluephone_dispatch_seconds", "A site's desk under its lock, the wait for the lock included", buckets=_QUICK
)
REDIS_UP: Final = Gauge("bluephone_redis_up", "Whether Redis answers", ["used_for"], multiprocess_mode="livemin")
LOOP_LAG: Final = Gauge(
    "bluephone_loop_lag_seconds", "How late the event loop is for a timer", multiprocess_mode="livemax"
)


class Collector(Protocol):
    """Something that is looked up when it is asked for."""

    def collect(self) -> Iterable[Metric]:
        """What there is to say now."""


def exposition(now: Collector) -> bytes:
    """Everything, as Prometheus reads it; `now` is what is looked up for this reading."""
    reading = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(reading)  # type: ignore[no-untyped-call]
        counted: Iterable[CollectorRegistry] = (reading,)
    else:
        counted = (REGISTRY, reading)
    reading.register(now)
    return b"".join(generate_latest(registry) for registry in counted)
