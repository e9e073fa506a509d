"""What every answer bears, whichever part of the portal has made it."""

import logging

import pytest
from django.test import Client

from comptant.doors.log_lines import write_lines
from tests import facts


@pytest.mark.parametrize(("method", "path", "status"), [
    ("get", "/api/v1/nonexist", 404), ("put", "/api/v1/draw", 405),
    ("get", "/static/comptant.css", 200), ("get", "/sign-in", 200), ("get", "/nowhere", 404),
])  # fmt: skip
def test_every_answer_bears_the_headers_that_keep_a_browser_safe(
    world: facts.World, method: str, path: str, status: int
) -> None:
    import django

    django.setup()
    answer = getattr(Client(headers={"host": "localhost"}), method)(path)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_foreign_host_leaves_no_trace_in_the_log_of_errors() -> None:
    write_lines()
    quiet = logging.getLogger("django.security.DisallowedHost")
    assert not quiet.isEnabledFor(logging.ERROR)
