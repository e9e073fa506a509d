"""Every page with every role and a neighbour's ids: not one leak, and no page missing."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from comptant.doors.documents.matrix import FILE, written
from comptant.doors.portal.pages import pages
from comptant.doors.portal.registry import Page
from comptant.operations.acts.rights import FACTOR_ROLES, ROLES
from comptant.operations.collection import unknown_money
from comptant.operations.registry import keys, webhooks
from comptant.operations.risk import disputes
from tests import facts
from tests.operations.offering import TYPED, quote
from tests.partners import PARTNERS, add_partners
from tests.portal.conftest import browser

# Who stands for each role.
CAST = {
    "administrator": "ada", "account_manager": "anna", "credit_analyst": "carl",
    "treasurer": "tania", "accountant": "aron", "auditor": "ugo", "client_owner": "alice",
    "client_treasurer": "theo", "client_user": "adam", "client_accountant": "bob",
    **{role: login for role, (login, _) in PARTNERS.items()},
}  # fmt: skip
# What nobody of ALPHA SAS may read: the neighbour, its contract, its people, its invoice.
NEIGHBOUR = ("GAMMA SA", "C-2", "cora", "FR7630004000031234567890143", "GA-77")
# Of these, nothing may be there to be opened.
MAY_LACK = ("<str:order>", "<str:approval>", "<str:outbox>", "<str:digest>", "<str:day>",
            "<str:movement>")  # fmt: skip

SIGN_IN = (
    "/sign-in", "/password", "/prove", "/sign-out", "/choose", "/enter/{link}",
    "/health", "/ready", "/metrics",
)  # fmt: skip


@pytest.fixture
def matrix(world: facts.World) -> facts.World:
    """One person for each role, and a neighbour with an invoice, a remittance and an order."""
    facts.add_user(world, "adam", world.ids["ALPHA SAS"], ["client_user"], False)
    facts.add_user(world, "theo", world.ids["ALPHA SAS"], ["client_treasurer"], False)
    add_programs(world)
    world.limit(world.ids["C-2"], "DELTA SARL", 5_000_000)
    add_partners(world, world.ids["C-1"])
    world.users["alice"], alice = world.users["cora"], world.users["alice"]
    world.ids["theirs"] = world.remit(
        world.ids["C-2"],
        {
            "number": "GA-77",
            "cents": 700_000,
            "buyer": "DELTA SARL",
            "due_on": world.on.replace(month=3),
        },
    )["remittance_id"]
    world.users["alice"] = alice
    for mine, number, theirs in (("ours", "FA-1", "C-1"), ("theirs", "GA-77", "C-2")):
        told_of(world, mine, number, world.ids[theirs])
    world.ids["ours"] = world.one("SELECT id FROM remittance WHERE contract_id = %s",
                                  world.ids["C-1"])  # fmt: skip
    for name, login in (("quote", "alice"), ("their quote", "cora")):
        world.ids[name] = quote(world, login=login, terms=TYPED, prospect=login)["quote_id"]
    return world


def add_programs(world: facts.World) -> None:
    """A key and a webhook of ALPHA SAS, and of its neighbour."""
    for mine, login, company in (("ours", "alice", "ALPHA SAS"), ("theirs", "cora", "GAMMA SA")):
        asked = replace(world.asked(login), at=datetime.now(UTC))
        world.ids[f"program {mine}"] = keys.add_key(
            world.conn, asked, login=login, company_id=world.ids[company], name=f"of {login}",
            scopes=["read"], networks=[], days=30, token=login.ljust(43, "x"),
        )["key_id"]  # fmt: skip
        world.ids[f"webhook {mine}"] = webhooks.add_webhook(
            world.conn, world.asked(login), url=f"https://{login}.example/hooks", kinds=[],
            token=webhooks.new_token(),
        )["webhook_id"]  # fmt: skip


def told_of(world: facts.World, whose: str, number: str, contract_id: int) -> None:
    """A dispute of an invoice, and money of its buyer that waits on the contract."""
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = %s", number)
    dispute = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract_id, invoice_id=invoice,
        code="LIT-QTE", amount_cents=10_000, is_rest_confirmed=False, source="BUYER",
        evidence="letter",
    )  # fmt: skip
    world.bank({"cents": 33_300, "text": "?", "payer_name": "NOBODY"})
    unknown = world.one("SELECT max(id) FROM payment")
    payment = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=unknown, contract_id=contract_id,
        buyer_id=world.one("SELECT buyer_id FROM invoice WHERE id = %s", invoice),
    )  # fmt: skip
    world.ids |= {
        f"invoice {whose}": invoice, f"dispute {whose}": dispute["dispute_id"],
        f"payment {whose}": payment["payment_id"],
        f"entry {whose}": world.one("SELECT min(id) FROM entry WHERE contract_id = %s",
                                    contract_id),
    }  # fmt: skip


def address(page: Page, world: facts.World, *, ours: bool) -> str:
    """The page's address, with ids of ALPHA SAS or of its neighbour."""
    values: dict[str, Any] = {
        "contract": "C-1" if ours else "C-2", "remittance": world.ids["ours" if ours else "theirs"],
        "order": "1", "form": "svg", "approval": "1", "outbox": "1", "account": "DEB",
        "digest": "0" * 64, "chart": "ageing", "movement": "1", "day": "2026-01-15",
        "quote": world.ids["quote" if ours else "their quote"],
    }  # fmt: skip
    for name in ("invoice", "dispute", "payment", "entry", "program", "webhook"):
        values[name] = world.ids[f"{name} {'ours' if ours else 'theirs'}"]
    return "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(values[name[1]]), page.path)


def test_every_page_is_for_roles_that_exist_and_every_role_has_a_home() -> None:
    declared = pages()
    for page in declared.values():
        assert page.roles, page.name
        assert page.roles <= ROLES, page.name
    assert declared["home"].roles == ROLES
    assert set(CAST) == ROLES


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_its_pages_and_no_other_and_reads_nothing_of_a_neighbour(
    matrix: facts.World, role: str
) -> None:
    visitor = browser(matrix, CAST[role])
    for page in pages().values():
        is_theirs = role in page.roles
        response = visitor.client.get(address(page, matrix, ours=True))
        is_unsure = page.name == "draw" or any(name in page.path for name in MAY_LACK)
        expected = {200, 404, 422} if is_unsure else {200}
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


def test_every_address_is_a_page_or_a_way_in() -> None:
    from comptant.doors import urls

    known = {f"/{page.path}" for page in pages().values()} | set(SIGN_IN)
    told = {"/" + str(one.pattern).replace("<str:link>", "{link}") for one in urls.urlpatterns}
    assert told - known - {"/api/v1/", "/api/v1/oauth/token"} == set()


def test_the_matrix_in_the_documents_is_that_of_the_code() -> None:
    file = Path(__file__).parents[2] / "docs" / FILE
    assert file.read_text("utf-8") == written(), "write it again: see documents/matrix.py"
