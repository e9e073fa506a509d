"""Cheques, bills, debits, mandates, parts and facts in a browser: entered, shown, undone, in both
languages; and a page for every operation."""

import re
from pathlib import Path
from typing import Any

import pytest

from comptant.doors import portal
from comptant.operations.acts.rights import RIGHTS
from tests import facts
from tests.instruments import BETA_IBAN
from tests.portal.conftest import Browser, browser, seen, visible

# Told by a machine or a terminal alone, each with its reason.
NO_PAGE = {
    "accept_clock": "the machine's clock is put right where the machine is",
    "bank_slice": "a part of `bank`, of the worker",
    "book_premium": "a part of the close",
    "change_password": "its page is Django's way in: signing_on",
    "close_slice": "a part of `close`, of the worker",
    "draw_many": "a list of several contracts, of a program or a terminal",
    "fit_ceiling": "what a ceiling that was passed does, of the worker",
    "follow_promises": "a part of the close",
    "follow_stops": "a part of the close",
    "hear_insurer": "what an insurer answers to a call, heard by the worker",
    "hear_provider": "what the provider of signatures tells, heard at its own address",
    "open_disputes": "a list of several contracts, of a program or a terminal",
    "propose_password_reset": "a one-time password is made at a terminal",
    "record_arrival": "the mailbox is read by the worker",
    "record_backup": "a backup is made where the machine is",
    "release_many": "a list of several contracts, of a terminal",
    "remit_many": "a list of several contracts, of a program or a terminal",
    "seal": "the chain is sealed by the worker",
    "settle_disputes": "a list of several contracts, of a program or a terminal",
}
LIST = "/contracts/C-1/instruments"


def act(of: Browser, path: str, **typed: Any) -> Any:
    """Look, then do what was shown."""
    looked = of.post(path, 200, act="look", key="k", **typed).content.decode()
    return of.post(path, act="do", key=path, seen=seen(looked), **typed)


def test_a_cheque_is_entered_remitted_and_returned_from_the_pages(world: facts.World) -> None:
    anna, tania, alice = browser(world, "anna"), browser(world, "tania"), browser(world, "alice",
                                                                                  "fr")  # fmt: skip
    typed = {"payment_means": "CHQ", "buyer_id": "BETA SA", "amount_cents": "1200.00",
             "number": "1234567", "issued_on": "2026-01-15", "invoices": ""}  # fmt: skip
    act(anna, f"{LIST}/receive", **typed)
    assert "chèque" in visible(alice.get(LIST))
    (id_,) = set(re.findall(r"/instruments/(\d+)\"", anna.get("/instruments")))
    assert "1234567" in visible(anna.get(f"/instruments/{id_}"))
    act(tania, "/instruments/remit", payment_means="CHQ", scheme="CORE", instrument_ids=id_,
        own_account_id=str(world.ids["bank"]))  # fmt: skip
    (lot,) = set(re.findall(r"/collections/(\d+)\"", tania.get("/collections")))
    assert "remitted" in visible(tania.get(f"/instruments/{id_}"))
    cents = world.one("SELECT total_cents FROM collection")
    world.bank({"cents": cents, "text": "SOMETHING ELSE", "payer_name": "OUR BANK"})
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0")
    act(tania, f"/collections/{lot}/settle", payment_id=str(payment), instrument_ids="")
    assert "settled" in visible(tania.get(f"/instruments/{id_}"))
    act(tania, f"/instruments/{id_}/return", reason="insufficient funds", movement_id="")
    assert "unpaid" in visible(tania.get(f"/instruments/{id_}"))


def test_a_cheque_is_given_back_before_it_is_remitted(world: facts.World) -> None:
    anna = browser(world, "anna", "fr")
    act(anna, f"{LIST}/receive", payment_means="CHQ", buyer_id="BETA SA", amount_cents="12,00",
        number="7", issued_on="2026-01-15", invoices="")  # fmt: skip
    id_ = world.one("SELECT id FROM instrument")
    act(anna, f"/instruments/{id_}/cancel", reason="rendu")
    assert "annulé" in visible(anna.get(f"/instruments/{id_}"))
    anna.get("/instruments/999999999", 404)


def test_a_mandate_is_proposed_debited_and_revoked_from_the_pages(world: facts.World) -> None:
    tania, anna = browser(world, "tania"), browser(world, "anna")
    account = str(world.ids["bank"])
    tania.post("/accounts/collecting", 422, act="do", key="n", own_account_id=account,
               from_on="2026-01-01", source="agreement")  # fmt: skip
    tania.post(
        "/accounts/collecting",
        act="do",
        key="c",
        own_account_id=account,
        creditor_identifier="FR72ZZZ123456",
        from_on="2026-01-01",
        source="agreement",
    )
    assert world.one("SELECT count(*) FROM term WHERE subject = 'ACCOUNT'") == 1
    anna.post("/mandates/propose", act="do", key="m", buyer_id="BETA SA", reference="RUM-1",
              iban=BETA_IBAN, bic="", holder="BETA SA", scheme="B2B", signed_on="2026-01-05",
              own_account_id=account)  # fmt: skip
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "ada")
    (id_,) = set(re.findall(r"/mandates/(\d+)\"", anna.get("/mandates")))
    act(anna, f"{LIST}/debit", mandate_id="RUM-1", amount_cents="100.00", due_on="2026-02-27",
        text="FA", invoices="")  # fmt: skip
    assert world.one("SELECT payment_means FROM instrument") == "SDD"
    anna.post(f"/mandates/{id_}/revoke", act="do", key="r", reason="letter")
    assert "revoked" in visible(anna.get(f"/mandates/{id_}"))
    anna.get("/mandates/999999999", 404)


def test_a_client_names_its_adviser_and_its_accountant_and_nobody_else(world: facts.World) -> None:
    alice, here = browser(world, "alice", "fr"), "/contracts/C-1/partners"
    page = visible(alice.get(f"{here}/set"))
    assert "Donner ou retirer un rôle" in visible(alice.get(here))
    assert "expert-comptable" in page
    assert "courtier" not in page
    typed = {"party_id": str(world.ids["DELTA SARL"]), "is_granted": "1", "amount_cents": "",
             "source": "courrier du 5 janvier"}  # fmt: skip
    alice.post(f"{here}/set", 422, act="do", key="b", role="broker", **typed)
    alice.post(f"{here}/set", act="do", key="a", role="external_accountant", **typed)
    assert "DELTA SARL" in visible(alice.get(here))
    alice.post(f"{here}/set", act="do", key="t", role="external_accountant",
               **{**typed, "is_granted": ""})  # fmt: skip
    assert "DELTA SARL" not in visible(alice.get(here))
    browser(world, "anna").post(f"{here}/set", act="do", key="g", role="guarantor",
                                **{**typed, "amount_cents": "50000.00"})  # fmt: skip
    assert "50 000,00" in visible(alice.get(here))


@pytest.mark.parametrize(("fact", "which", "value", "status"), [
    ("INVOICE/has_delivery_proof", "FA-1", "yes", 303),
    ("INVOICE/has_delivery_proof", "UNKNOWN", "yes", 422),
    ("INVOICE/has_delivery_proof", "FA-1", "perhaps", 422),
    ("BUYER/is_notified", "BETA SA", "oui", 303),
    ("BUYER/is_notified", "NOBODY SA", "oui", 422),
    ("PARTY/insolvent_on", "BETA SA", "2026-01-16", 303),
    ("PARTY/insolvent_on", "BETA SA", "2026-01-10", 422),
    ("PARTY/insolvent_on", "BETA SA", "9999-12-31", 422),
    ("PARTY/insolvent_on", "BETA SA", "none", 303),
])  # fmt: skip
def test_a_fact_is_told_from_its_page(
    world: facts.World, fact: str, which: str, value: str, status: int
) -> None:
    anna, here = browser(world, "anna"), "/contracts/C-1/facts"
    typed = {"fact": fact, "which": which, "value": value, "from_on": "2026-01-16",
             "source": "delivery note"}  # fmt: skip
    looked = anna.post(f"{here}/record", 200 if status == 303 else 422, act="look", key="k",
                       **typed).content.decode()  # fmt: skip
    if status == 422:
        assert world.one("SELECT count(*) FROM term WHERE source = 'delivery note'") == 0
        return
    anna.post(f"{here}/record", act="do", key="d", seen=seen(looked), **typed)
    assert "delivery note" in visible(anna.get(here))


def test_every_operation_has_a_page_or_a_reason() -> None:
    source = "\n".join(
        one.read_text("utf-8") for one in Path(portal.__path__[0]).rglob("*.py")
    )  # fmt: skip
    told = {name for name in RIGHTS if re.search(rf"\b{name}\b", source)}
    assert sorted(set(RIGHTS) - told - set(NO_PAGE)) == []
    assert not told & set(NO_PAGE)
