"""Figures for whoever watches the machine, as Prometheus reads them, over all processes.

COMPTANT_METRICS_TOKEN opens them to whoever gives it as Authorization: Bearer. Without it they
are for this machine only, and with COMPTANT_PUBLIC_URL for nobody: behind a proxy everyone seems
to be this machine. No figure tells of a client.
"""

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily

from comptant.doors.portal import errors
from comptant.doors.portal.passage import WATCHERS, address
from comptant.operations.acts import figures
from comptant.store.pool import lent

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
REQUESTS = Counter("comptant_requests", "Requests answered.", ("method", "page", "status"))
TAKES = Histogram("comptant_request_seconds", "How long a request took.", ("page",),
                  buckets=SECONDS)  # fmt: skip
FIGURES = {
    "deliveries_waiting": "Messages of events that programs have not heard yet.",
    "deliveries_late_seconds": "How long the oldest of them is due.",
    "deliveries_given_up": "Messages given up after the last try, over seven days.",
    "outbox_waiting": "Things that must leave the house and have not.",
    "approvals_waiting": "What waits for a second person.",
    "unsealed_acts": "Acts after the last one in the chain.",
    "last_close_days": "Days since the last day that is closed (no sample: none yet).",
    "database_bytes": "The size of the database.",
    "connections": "Connections to the database.",
}


def seen(request: HttpRequest, status: int, nanoseconds: int) -> None:
    """One more request, under the address as it is declared: no id becomes a name."""
    match = getattr(request, "resolver_match", None)
    page = match.route if match else "other"
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    REQUESTS.labels(method, page, str(status)).inc()
    TAKES.labels(page).observe(nanoseconds / 1_000_000_000)


def told(request: HttpRequest) -> HttpResponse:
    """All figures; for others than the machine and whoever has the token there is no such page."""
    if not _allowed(request):
        return errors.unknown(request)
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(TAKES)
    registry.register(_House(request))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _House:
    """The house's own figures, asked when they are told: they are of no process."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def collect(self) -> Iterator[GaugeMetricFamily]:
        values: dict[str, int | None] = {}
        try:
            with lent("comptant_auditor") as conn:
                values = figures.figures(conn)
        except Exception as error:
            errors.tell(error, str(self.request.META["comptant.request_id"]))
        about = "Whether the database answers."
        yield GaugeMetricFamily("comptant_database_up", about, int(bool(values)))
        for name, value in values.items():
            family = GaugeMetricFamily(f"comptant_{name}", FIGURES[name])
            if value is not None:
                family.add_metric([], value)
            yield family


def _allowed(request: HttpRequest) -> bool:
    token = os.environ.get("COMPTANT_METRICS_TOKEN", "")
    if not token:
        return not settings.PUBLIC_URL and address(request) in ("127.0.0.1", "::1")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), token.encode())


WATCHERS.append(seen)
