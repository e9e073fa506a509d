"""The staff's queues in a real browser, worked through by keys, in both languages."""

from typing import Any

import pytest

from comptant.operations.risk import disputes, limits
from tests import facts


@pytest.fixture
def desk(world: facts.World) -> facts.World:
    """A held line, a limit asked for, a dispute, money that waits, a draw to release."""
    contract = world.ids["C-1"]
    due = world.on.replace(month=3)
    world.remit(contract, {"number": "GA-1", "cents": 900_000, "due_on": due, "buyer": "GAMMA SA"})
    limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["BETA SA"],
        amount_cents=9_000_000, currency="EUR",
    )  # fmt: skip
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, code="LIT-QTE",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'"),
        amount_cents=10_000, is_rest_confirmed=False, source="BUYER", evidence="mail",
    )  # fmt: skip
    world.bank({"cents": 500_000, "text": "acompte", "payer_name": "BETA SA"},
               {"cents": 70_000, "text": "?", "payer_name": "NOBODY"})  # fmt: skip
    return world


@pytest.mark.parametrize("language", ["fr", "en"])
def test_money_is_allocated_by_keys_alone(walk: Any, desk: facts.World, language: str) -> None:
    aron = walk("aron", language)
    aron.checked("desk-home")
    aron.go("/cash")
    aron.checked("cash")
    keys = aron.page.keyboard
    keys.press("j")
    if "BETA" not in aron.page.locator(".is-here").inner_text():
        keys.press("j")
    assert "BETA" in aron.page.locator(".is-here").inner_text()
    keys.press("Enter")
    aron.page.locator("input.give").first.wait_for()
    aron.page.locator("input.give").first.fill("5000")
    aron.checked("cash-one")
    aron.page.locator("h1").click()
    keys.press("a")
    aron.page.locator("#preview").wait_for()
    aron.checked("cash-preview")
    keys.press("a")
    aron.page.get_by_role("status").wait_for()
    assert desk.one("SELECT count(*) FROM payment WHERE open_cents > 0") == 1
    aron.go("/cash")
    keys.press("j")
    keys.press("Enter")
    aron.page.wait_for_url("**/cash/*")
    aron.checked("cash-nobody")


@pytest.mark.parametrize(("language", "width"), [("fr", 1_200), ("en", 1_200), ("fr", 390)])
def test_every_queue_opens_to_its_facts(
    walk: Any, desk: facts.World, language: str, width: int
) -> None:
    anna = walk("anna", language, width)
    for name in ("held", "limit-requests", "disputes", "cash", "approvals", "late", "outbox"):
        anna.go(f"/{name}")
        anna.checked(f"queue-{name}-{width}")
        assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("held", "limit-requests", "disputes", "cash"):
        anna.go(f"/{name}")
        anna.page.keyboard.press("j")
        anna.page.keyboard.press("Enter")
        anna.page.wait_for_function(f"location.pathname !== '/{name}'")
        anna.checked(f"facts-{name}-{width}")
        assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
    given = 0
    for (payment,) in desk.rows("SELECT id FROM payment WHERE open_cents > 0"):
        anna.go(f"/cash/{payment}")  # an amount to give beside each invoice
        given += anna.page.locator("input.give").count()
        assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
    assert given


def test_a_limit_is_approved_by_a_key(walk: Any, desk: facts.World) -> None:
    carl = walk("carl", "fr")
    carl.go("/approvals")
    carl.page.keyboard.press("j")
    with carl.page.expect_navigation():
        carl.page.keyboard.press("a")
    assert desk.one("SELECT count(*) FROM approval_decision WHERE decided_by = %s",
                    desk.users["carl"].id) == 1  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_invoice_is_charged_back_after_its_preview(
    walk: Any, desk: facts.World, language: str
) -> None:
    anna = walk("anna", language)
    invoice = desk.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    anna.go(f"/contracts/C-1/invoices/{invoice}")
    anna.checked("invoice")
    anna.go(f"/contracts/C-1/invoices/{invoice}/reassign")
    anna.page.locator("main form.card button").click()
    anna.page.locator("#f-reason-wrong").wait_for()
    anna.told.clear()  # the browser itself tells the 422 that was meant
    anna.checked("reassign-wrong")
    anna.page.locator("#f-reason").select_option("DISPUTE")
    anna.page.locator("main form.card button").click()
    anna.page.locator("#preview").wait_for()
    anna.checked("reassign-preview")
    anna.page.locator("main button.btn-primary").click()
    anna.page.get_by_role("status").wait_for()
    assert desk.one("SELECT open_cents FROM invoice WHERE id = %s", invoice) == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_balance_opens_down_to_its_entry(walk: Any, desk: facts.World, language: str) -> None:
    aron = walk("aron", language)
    for path in ("/ledger", "/ledger/DEB", "/contracts/C-1/ledger", "/contracts/C-1/ledger/DEB"):
        aron.go(path)
        aron.checked("ledger" + path.replace("/", "-").lower())
    aron.page.keyboard.press("j")
    aron.page.keyboard.press("Enter")
    aron.page.wait_for_url("**/entries/*")
    aron.checked("entry")
