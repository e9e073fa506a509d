"""The portal as a browser sees it, without one: Django's client on the test's database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from comptant.operations.registry import people, signing
from tests import facts
from tests.everyone import two_clients
from tests.houses import house

ON = "2026-01-16"


@dataclass
class Browser:
    """One person's browser; `get` and `post` check the status that is expected."""

    client: Any
    login: str

    def get(self, path: str, status: int = 200) -> str:
        """The text of a page."""
        response = self.client.get(path)
        assert response.status_code == status, (path, response.status_code, _text(response)[:2000])
        return _text(response)

    def post(self, path: str, status: int = 303, **fields: Any) -> Any:
        """What a form answers, with its token and the key of the page shown before."""
        response = self.client.post(path, fields)
        assert response.status_code == status, (path, response.status_code, _text(response)[:2000])
        return response


def _text(response: Any) -> str:
    return "" if response.streaming else response.content.decode("utf-8", "replace")


def visible(page: str) -> str:
    """The words of a page, one blank between them."""
    page = re.sub(r"<(script|style|title)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ").split())


def seen(page: str) -> str:
    """The mark of what was typed, that a confirmation sends back."""
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def browser(world: facts.World, login: str, language: str = "en") -> Browser:
    """Somebody signed in with a link, on the day of the tests."""
    import django
    from django.test import Client

    django.setup()
    client = Client(headers={"accept-language": language, "host": "localhost"})
    at = datetime.now(UTC)
    token, _ = signing.use_link(
        world.conn, link=signing.make_link(world.conn, login=login, at=at), at=at, agent="test",
        address="127.0.0.1",
    )  # fmt: skip
    client.cookies["comptant"] = token
    client.cookies["day"] = ON
    return Browser(client, login)


@house
def world(writer: psycopg.Connection) -> facts.World:
    """FACTOR SA and its staff; A (alice) owns ALPHA and B (bob) keeps its accounts, C (cora) owns
    GAMMA; one contract each, and an invoice bought on each."""
    return two_clients(writer)


def signed_in(conn: psycopg.Connection, login: str) -> str:
    """A session of a terminal."""
    return people.sign_in(conn, login=login, password=facts.PASSWORD, at=datetime.now(UTC))[0]
