"""What every answer bears, whichever part of the portal has made it."""

import html
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings

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


@override_settings(ALLOWED_HOSTS=["portal.example.com"])
@pytest.mark.parametrize(("language", "words"), [
    ("en", "Open the address that you were given"),
    ("fr", "Ouvrez l'adresse qui vous a été donnée"),
])  # fmt: skip
def test_a_foreign_host_is_told_so_in_its_language_and_learns_nothing(
    world: facts.World, language: str, words: str
) -> None:
    client = Client(headers={"host": "evil.example.net", "accept-language": language})
    page = client.get("/sign-in")
    assert (page.status_code, page.headers["Content-Language"]) == (400, language)
    text = html.unescape(page.content.decode())
    assert words in text
    assert f'<html lang="{language}">' in text
    assert [name for name in ("evil", "portal.example", "FACTOR", "DisallowedHost", "/static/")
            if name in text] == []  # fmt: skip
    answer = client.post("/api/v1/draw", {}, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        400, "application/problem+json")  # fmt: skip
    told = answer.json()
    assert (told["code"], told["status"]) == ("host_foreign", 400)
    assert words in told["title"]
    assert [name for name in ("evil", "portal.example") if name in answer.content.decode()] == []


@override_settings(ALLOWED_HOSTS=["portal.example.com"], SECURE_HSTS_SECONDS=31_536_000,
                   SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))  # fmt: skip
def test_browsers_are_told_to_come_over_https_alone_where_it_is_told(world: facts.World) -> None:
    """As web.py sets them of an https address behind a proxy of ours, for a year."""
    told = subprocess.run(
        [sys.executable, "-c", "from comptant.doors import web; print(web.SECURE_HSTS_SECONDS, "
         "web.SECURE_PROXY_SSL_HEADER, web.CSRF_COOKIE_NAME, web.CSRF_COOKIE_SECURE)"],
        env={**os.environ, "COMPTANT_PUBLIC_URL": "https://portal.example.com",
             "COMPTANT_PROXIES": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split("\n")[0] == (
        "31536000 ('HTTP_X_FORWARDED_PROTO', 'https') __Host-comptant-csrf True"
    )
    client = Client(headers={"host": "portal.example.com"})
    for path in ("/sign-in", "/api/v1/nonexist", "/static/comptant.css"):
        over_https = client.get(path, headers={"x-forwarded-proto": "https"})
        assert over_https.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Strict-Transport-Security" not in client.get(path).headers


def test_without_a_proxy_of_ours_nobody_tells_that_it_came_over_https(world: facts.World) -> None:
    told = Client(headers={"host": "localhost"}).get(
        "/sign-in", headers={"x-forwarded-proto": "https"}
    )
    assert "Strict-Transport-Security" not in told.headers
