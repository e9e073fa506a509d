"""Each address leads to its page, and each endpoint to itself, whatever stands beside it."""

import re

import django
import psycopg
import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from comptant.doors.api.endpoints import WAYS_IN
from comptant.doors.catalogue import endpoints
from comptant.doors.portal.pages import pages


def test_every_page_is_found_at_its_address_and_no_page_takes_anothers() -> None:
    django.setup()
    for page in pages().values():
        found = resolve("/" + re.sub(r"<\w+:(\w+)>", r"a-\1", page.path))
        assert found.url_name == page.name
        assert found.kwargs == {name: f"a-{name}" for name in
                                re.findall(r"<\w+:(\w+)>", page.path)}  # fmt: skip
        assert found.route == page.path
    for unknown in ("/contracts/C-1/nothing", "/keys/add/more", "/contracts/", "/nothing/C-1"):
        with pytest.raises(Resolver404):
            resolve(unknown)


def test_every_endpoint_is_found_and_metrics_know_it_by_its_name(
    writer: psycopg.Connection,
) -> None:
    django.setup()
    from comptant.doors import urls

    assert set(endpoints()) - set(WAYS_IN) <= set(urls.ENDPOINTS)
    client = Client(headers={"host": "localhost"})
    for path, status, route in (("draw", 405, "api/v1/draw"), ("orders", 401, "api/v1/orders"),
                                ("nothing", 404, "api/v1/<path:name>")):  # fmt: skip
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.wsgi_request.resolver_match.route) == (status, route)
    assert client.get("/api/v1/").status_code == 404
