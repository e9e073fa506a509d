"""Every page with every role and a neighbour's ids: not one leak, and no page missing."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant.doors.documents.matrix import FILE, written
from comptant.doors.portal.pages import pages
from comptant.formats.handover import unzipped
from comptant.formats.reading import Fault
from comptant.operations.acts.roles import FACTOR_ROLES, ROLES
from tests import facts
from tests.everyone import CAST, address, everyone, two_clients, words_of
from tests.houses import house
from tests.neighbour import add_things
from tests.portal.conftest import browser
from tests.reading_papers import text_of
from tests.reading_words import unworded

# What nobody of ALPHA SAS may read: the neighbour, its contract, its people, its invoice.
NEIGHBOUR = ("GAMMA SA", "C-2", "cora", "FR7630004000031234567890143", "GA-77")
# Of these, nothing may be there to be opened.
MAY_LACK = ("<str:order>", "<str:approval>", "<str:outbox>", "<str:digest>", "<str:day>",
            "<str:movement>", "<str:login>", "<str:file>", "<str:callback>",
            "<str:statement>", "<str:batch>", "<str:tariff>", "<str:alarm>", "<str:instrument>",
            "<str:collection>", "<str:mandate>", "<str:warning>", "<str:hit>",
            "<str:suspicion>")  # fmt: skip

SIGN_IN = (
    "/sign-in", "/sign-in/mail", "/sign-on", "/sign-on/back", "/password", "/prove", "/sign-out",
    "/choose", "/enter/{link}", "/offer/{link}", "/offer/{link}/quote.pdf", "/account/{link}",
    "/prospect", "/health", "/ready", "/metrics", "/signatures/heard",
)  # fmt: skip


def said(content: bytes) -> str:
    """What an answer says: the files of an archive too, the words of a paper."""
    if content.startswith(b"%PDF"):
        return text_of(content)
    files = unzipped("", content)
    return content.decode() if isinstance(files, Fault) else b"".join(files.values()).decode()


@house
def matrix(writer: psycopg.Connection) -> facts.World:
    """One person for each role, and a neighbour with a thing of every kind."""
    world = everyone(two_clients(writer))
    add_things(world)
    return world


def shut(role: str, content: str) -> list[str]:
    """The links of a page to pages that a role may not open."""
    links = set(re.findall(r'href="/([^"#?]*)', content))
    return [page.path for page in pages().values() if page.path in links and role not in page.roles]


def test_every_page_is_for_roles_that_exist_and_every_role_has_a_home() -> None:
    declared = pages()
    for page in declared.values():
        assert page.roles, page.name
        assert page.roles <= ROLES, page.name
    assert declared["home"].roles == ROLES
    assert set(CAST) == ROLES


# Nothing is there to be paid or shown; the insurer of the cast has no policy on the claim.
LACKING = ("draw", "bill_paper", "own_claim_file", "insolvency_letter_file")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_its_pages_and_no_other_and_reads_nothing_of_a_neighbour(
    matrix: facts.World, role: str
) -> None:
    """Opened in French: each page says words, never a code or a column as it is kept."""
    visitor = browser(matrix, CAST[role], "fr")
    bare = {}
    for page in pages().values():
        is_theirs = role in page.roles
        response = visitor.client.get(address(page, matrix, ours=True))
        may_lack = any(name in page.path for name in MAY_LACK)
        has_quoted = role != "adviser" or "quotes/<" not in page.path  # nobody here
        is_unsure = may_lack or page.name in LACKING or not has_quoted
        expected = {200, 404, 422} if is_unsure else {200}
        assert response.status_code in (expected if is_theirs else {404}), (page.name, response)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            bare[page.name] = unworded(page.name, response.content.decode())
            bare[page.name] += shut(role, response.content.decode())
        if role in FACTOR_ROLES:
            continue
        told = said(response.getvalue())
        assert words_of(NEIGHBOUR, told) == [], page.name
        if "<" in page.path:
            asked = address(page, matrix, ours=False)
            foreign = visitor.client.get(asked)
            assert foreign.status_code == 404, page.name
            # What was asked is no answer.
            told = foreign.getvalue().decode().replace(asked, "").replace("C-2", "", 2)
            assert words_of(NEIGHBOUR, told) == [], page.name
    assert {page: found for page, found in bare.items() if found} == {}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_link_of_a_role_s_home_opens(matrix: facts.World, role: str) -> None:
    visitor = browser(matrix, CAST[role])
    found = re.findall(r'href="(/[^"#]*)', visitor.get("/"))
    links = {unescape(one) for one in found if not one.startswith(("/static/", "/manifest"))}
    assert len(links) > 2
    opened = {one: visitor.client.get(one).status_code for one in links}
    assert {one: status for one, status in opened.items() if status not in (200, 303)} == {}
    listed = [one for one in links if one.split("/")[1] in ("offered", "programmes")]
    assert bool(listed) is (role == "supplier")


@pytest.mark.parametrize("role", sorted(ROLES - FACTOR_ROLES))
def test_no_form_does_anything_for_a_neighbour(matrix: facts.World, role: str) -> None:
    visitor = browser(matrix, CAST[role])
    before = matrix.one("SELECT count(*) FROM act")
    for page in pages().values():
        for name in page.acts:
            if "<" not in page.path:
                continue
            response = visitor.client.post(
                address(page, matrix, ours=False), {"act": name, "key": name, "cents": "100"}
            )
            assert response.status_code == 404, (page.name, name)
    assert matrix.one("SELECT count(*) FROM act") == before


def test_nobody_who_is_not_signed_in_sees_a_page(matrix: facts.World) -> None:
    stranger = browser(matrix, "alice").client
    stranger.cookies.clear()
    for page in pages().values():
        for method in (stranger.get, stranger.post):
            response = method(address(page, matrix, ours=True))
            assert response.status_code == 303, page.name
            assert response.headers["Location"].startswith("/sign-in?next=")


def leaves(patterns: list[Any], before: str = "/") -> set[str]:
    """The addresses of a tree of them."""
    found: set[str] = set()
    for one in patterns:
        below = getattr(one, "url_patterns", None)
        here = before + str(one.pattern)
        found |= {here} if below is None else leaves(below, here)
    return found


def test_every_address_is_a_page_or_a_way_in() -> None:
    from comptant.doors import urls

    known = {f"/{page.path}" for page in pages().values()} | set(SIGN_IN)
    told = {one.replace("<str:link>", "{link}") for one in leaves(urls.urlpatterns)}
    assert told - known - {"/api/v1/<path:name>", "/api/v1/oauth/token"} == set()
    assert known - told == set()


def test_the_matrix_in_the_documents_is_that_of_the_code() -> None:
    file = Path(__file__).parents[2] / "docs" / FILE
    assert file.read_text("utf-8") == written(), "write it again: see documents/matrix.py"
