"""`/metrics`: for Prometheus on this machine, from the networks that are named, or with the token. To others it is not there.

It answers before hosts are looked at: whoever gathers figures calls each server by its own address.
"""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from server import metrics
from server.db import probe
from server.proxies import is_trusted
from server.waits import queries as waits

PATH = "/metrics"


class _Now:
    """What the database knows, and how much room there is."""

    def collect(self) -> Iterable[Metric]:
        """Whether it answers, how well promises about waiting were kept, and the room on the disk."""
        with suppress(OSError):
            left = shutil.disk_usage(settings.DATA_DIR).free
            yield GaugeMetricFamily("bluephone_disk_free_bytes", "Room left where the data directory is", left)
        try:
            promises = waits.promises() if probe.answers() else None
        except DatabaseError:
            promises = None
        yield GaugeMetricFamily("bluephone_database_up", "Whether the database answers", float(promises is not None))
        if promises is not None:
            told = "Promises about waiting that are settled; older ones count less"
            yield GaugeMetricFamily("bluephone_promises_settled", told, promises.settled)
            kept = GaugeMetricFamily("bluephone_promises_kept", "Of them those that were kept", labels=["as"])
            kept.add_metric(["calculated"], promises.kept)
            kept.add_metric(["told"], promises.kept_said)
            yield kept


def answered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer whoever may read them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path != PATH or request.method != "GET" or not _may_read(request):
            return get_response(request)
        return HttpResponse(metrics.exposition(_Now()), content_type=CONTENT_TYPE_LATEST)

    return middleware


def _may_read(request: HttpRequest) -> bool:
    """With a token set, whoever has it; else whoever sits at this machine or in a network that was named."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    address = request.META["REMOTE_ADDR"]
    # Whoever seems to be at this machine through a proxy may be anybody.
    if _is_loopback(address):
        return bool(request.META["bluephone.on_this_machine"])
    return is_trusted(address, settings.METRICS_FROM)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
