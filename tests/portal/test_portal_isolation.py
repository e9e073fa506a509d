"""Every page with every role and a neighbour's ids: not one leak, and no page missing."""

import re
from typing import Any

import pytest

from comptant.doors.portal import registry
from comptant.doors.portal.registry import Page
from comptant.operations.rights import FACTOR_ROLES, ROLES
from tests import facts
from tests.operations.offering import TYPED, quote
from tests.portal.conftest import browser

# Who stands for each role.
CAST = {
    "administrator": "ada", "account_manager": "anna", "credit_analyst": "carl",
    "treasurer": "tania", "accountant": "aron", "auditor": "ugo", "client_owner": "alice",
    "client_user": "adam", "client_accountant": "bob",
}  # fmt: skip
# What nobody of ALPHA SAS may read: the neighbour, its contract, its people, its invoice.
NEIGHBOUR = ("GAMMA SA", "C-2", "cora", "FR7630004000031234567890143", "GA-77")
SIGN_IN = ("/sign-in", "/prove", "/sign-out", "/choose", "/enter/{link}", "/health", "/ready")


@pytest.fixture
def matrix(world: facts.World) -> facts.World:
    """One person for each role, and a neighbour with an invoice, a remittance and an order."""
    facts.add_user(world, "adam", world.ids["ALPHA SAS"], ["client_user"], False)
    world.limit(world.ids["C-2"], "BETA SA", 5_000_000)
    world.users["alice"], alice = world.users["cora"], world.users["alice"]
    world.ids["theirs"] = world.remit(
        world.ids["C-2"], {"number": "GA-77", "cents": 700_000, "due_on": world.on.replace(month=3)}
    )["remittance_id"]
    world.users["alice"] = alice
    world.ids["ours"] = world.one("SELECT id FROM remittance WHERE contract_id = %s",
                                  world.ids["C-1"])  # fmt: skip
    for name, login in (("quote", "alice"), ("their quote", "cora")):
        world.ids[name] = quote(world, login=login, terms=TYPED, prospect=login)["quote_id"]
    return world


def address(page: Page, world: facts.World, *, ours: bool) -> str:
    """The page's address, with ids of ALPHA SAS or of its neighbour."""
    values: dict[str, Any] = {
        "contract": "C-1" if ours else "C-2", "remittance": world.ids["ours" if ours else "theirs"],
        "order": "1", "form": "svg", "quote": world.ids["quote" if ours else "their quote"],
    }  # fmt: skip
    return "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(values[name[1]]), page.path)


def test_every_page_is_for_roles_that_exist_and_every_role_has_a_home() -> None:
    pages = registry.pages()
    for page in pages.values():
        assert page.roles, page.name
        assert page.roles <= ROLES, page.name
    assert pages["home"].roles == ROLES
    assert set(CAST) == ROLES


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_its_pages_and_no_other_and_reads_nothing_of_a_neighbour(
    matrix: facts.World, role: str
) -> None:
    visitor = browser(matrix, CAST[role])
    for page in registry.pages().values():
        is_theirs = role in page.roles
        response = visitor.client.get(address(page, matrix, ours=True))
        expected = {200, 404, 422} if "<str:order>" in page.path or page.name == "draw" else {200}
        assert response.status_code in (expected if is_theirs else {404}), (page.name, response)
        if role in FACTOR_ROLES:
            continue
        told = response.content.decode()
        assert [word for word in NEIGHBOUR if word in told] == [], page.name
        if "<" in page.path:
            foreign = visitor.client.get(address(page, matrix, ours=False))
            assert foreign.status_code == 404, page.name
            told = foreign.content.decode().replace("C-2", "", 2)  # what was asked, not an answer
            assert [word for word in NEIGHBOUR if word in told] == [], page.name


@pytest.mark.parametrize("role", ["client_owner", "client_user", "client_accountant"])
def test_no_form_does_anything_for_a_neighbour(matrix: facts.World, role: str) -> None:
    visitor = browser(matrix, CAST[role])
    before = matrix.one("SELECT count(*) FROM act")
    for page in registry.pages().values():
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
    for page in registry.pages().values():
        for method in (stranger.get, stranger.post):
            response = method(address(page, matrix, ours=True))
            assert response.status_code == 303, page.name
            assert response.headers["Location"].startswith("/sign-in?next=")


def test_every_address_is_a_page_or_a_way_in() -> None:
    from comptant.doors.portal import urls

    known = {f"/{page.path}" for page in registry.pages().values()} | set(SIGN_IN)
    told = {"/" + str(one.pattern).replace("<str:link>", "{link}") for one in urls.urlpatterns}
    assert told - known - {"/api/v1/"} == set()
