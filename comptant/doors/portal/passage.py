"""What every request passes through: a number, a language, headers that browsers obey, a line in
the log."""

import json
import logging
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comptant.doors.commands import elsewhere
from comptant.doors.log_lines import OPENING
from comptant.doors.visits import address
from comptant.doors.words import ENGLISH, FRENCH, speaking

LOG = logging.getLogger("comptant.requests")
LANGUAGE = "language"  # the cookie
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Answer = Callable[[HttpRequest], HttpResponse]
# Called with each request, its status and how long it took, in nanoseconds.
WATCHERS: list[Callable[[HttpRequest, int, int], None]] = []


def passage(answer: Answer) -> Answer:
    """The outermost middleware."""

    def passed(request: HttpRequest) -> HttpResponse:
        number = str(uuid.uuid4())
        request.META["comptant.request_id"] = number
        began = time.perf_counter_ns()
        chosen = _language(request)
        with speaking(chosen), elsewhere():
            response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            # What one person sees stays out of caches, and out of reach after signing out.
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Content-Language", chosen)
        response.headers["X-Request-Id"] = number
        took = time.perf_counter_ns() - began
        for each in WATCHERS:
            each(request, response.status_code, took)
        LOG.info("%s", _Line(request, response, number, took))
        return response

    return passed


def _language(request: HttpRequest) -> str:
    """The language kept, else the first of ours that the browser asks for, else French."""
    kept = request.COOKIES.get(LANGUAGE)
    if kept in (ENGLISH, FRENCH):
        return str(kept)
    for each in request.headers.get("Accept-Language", "").split(","):
        tag = each.split(";")[0].strip().lower()[:2]
        if tag in (ENGLISH, FRENCH):
            return tag
    return FRENCH


class _Line:
    """A request as one JSON line; made only if somebody keeps it. No query, body or cookie."""

    def __init__(
        self, request: HttpRequest, response: HttpResponse, number: str, nanoseconds: int
    ) -> None:
        self.told = {
            "at": datetime.now(UTC).isoformat(), "request_id": number, "method": request.method,
            "path": _told_path(request.path), "status": response.status_code,
            "milliseconds": nanoseconds // 1_000_000, "address": address(request),
            "user_id": request.META.get("comptant.user_id"),
        }  # fmt: skip

    def __str__(self) -> str:
        return json.dumps(self.told)


def _told_path(path: str) -> str:
    """A path as it is logged: what opens something by itself stays a secret."""
    opens = next((start for start in OPENING if path.startswith(start)), None)
    return f"{opens}*" if opens else path
