"""The staff's day by their pages: each act is one form, previewed where money moves."""

import re

from tests import facts
from tests.portal.conftest import browser, seen, visible


def test_money_that_waits_is_allocated_in_place(world: facts.World) -> None:
    due = world.on.replace(month=3)
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 2_000_000, "due_on": due})
    world.bank({"cents": 2_000_000, "text": "no number", "payer_name": "BETA SA"})
    waiting = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    aron = browser(world, "aron")
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    page = visible(aron.get(f"/cash/{waiting}"))
    assert "FA-1" in page
    assert "same amount" in page
    form = {f"give_{invoice}": "12 000.00", "others": ""}
    shown = aron.post(f"/cash/{waiting}", 200, act="look", key="x", **form).content.decode()
    assert "12,000.00" in visible(shown)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", waiting) == 2_000_000
    # What was changed since it was shown is shown again, not done.
    changed = {**form, f"give_{invoice}": "13 000.00"}
    aron.post(f"/cash/{waiting}", 200, act="do", key="x", seen=seen(shown), **changed)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", waiting) == 2_000_000
    aron.post(f"/cash/{waiting}", act="do", key="x", seen=seen(shown), **form)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", waiting) == 800_000
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice) == 800_000


def test_what_is_wrong_is_told_beside_its_field(world: facts.World) -> None:
    world.bank({"cents": 50_000, "text": "?", "payer_name": "BETA SA"})
    waiting = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    aron = browser(world, "aron")
    page = aron.post(f"/cash/{waiting}", 422, act="look", key="x", others="FA-77=1").content
    assert 'id="f-others-wrong"' in page.decode()
    anna = browser(world, "anna")
    path = f"/contracts/C-1/invoices/{world.one('SELECT id FROM invoice')}/dispute"
    page = anna.post(path, 422, act="do", key="d", code="LIT-XXX", source="BUYER",
                     amount_cents="ten", evidence="").content.decode()  # fmt: skip
    assert "Choose from the list." in page
    assert 'id="f-amount_cents-wrong"' in page
    assert world.one("SELECT count(*) FROM dispute") == 0


def test_unknown_money_is_identified_or_sent_back(world: facts.World) -> None:
    world.bank({"cents": 700_000, "text": "fa-1 please", "payer_name": "SOMEBODY"})
    world.bank({"cents": 900_000, "text": "hello", "payer_name": "NOBODY"})
    rows = world.rows("SELECT id FROM payment WHERE open_cents > 0 ORDER BY id")
    named = [id_ for (id_,) in rows]
    aron = browser(world, "aron")
    if len(named) == 1:  # the first one was matched by its number already
        named = [named[0], named[0]]
    page = visible(aron.get(f"/cash/{named[-1]}"))
    assert "Identify" in page
    form = {"contract_id": "C-1", "buyer_id": "BETA SA"}
    told = aron.post(f"/cash/{named[-1]}/identify", 200, act="look", key="i", **form)
    back = aron.post(f"/cash/{named[-1]}/identify", act="do", key="i",
                     seen=seen(told.content.decode()), **form)  # fmt: skip
    moved = re.match(r"/cash/(\d+)", back.headers["Location"])
    assert moved is not None
    assert "C-1" in visible(aron.get(moved[0]))


def test_a_dispute_is_opened_answered_and_settled(world: facts.World) -> None:
    anna, invoice = browser(world, "anna"), world.one("SELECT id FROM invoice")
    path = f"/contracts/C-1/invoices/{invoice}"
    assert "Open a dispute" in visible(anna.get(path))
    at = anna.post(f"{path}/dispute", act="do", key="d", code="LIT-QTE", source="BUYER",
                   amount_cents="1000", evidence="mail").headers["Location"]  # fmt: skip
    dispute = at.split("?")[0]
    assert "client to answer" in visible(anna.get(dispute))
    assert "quantity" in visible(anna.get("/disputes"))
    alice = browser(world, "alice")
    alice.post(f"{dispute}/answer", act="do", key="n", evidence="delivery note")
    assert "answered, to settle" in visible(anna.get(dispute))
    form = {"credit_cents": "0", "evidence": "agreement"}
    told = anna.post(f"{dispute}/settle", 200, act="look", key="s", **form).content.decode()
    anna.post(f"{dispute}/settle", act="do", key="s", seen=seen(told), **form)
    assert "resolved" in visible(anna.get(dispute))
    assert "quantity" not in visible(anna.get("/disputes"))


def test_a_preview_tells_the_entries_and_keeps_nothing(world: facts.World) -> None:
    anna, invoice = browser(world, "anna"), world.one("SELECT id FROM invoice")
    path = f"/contracts/C-1/invoices/{invoice}/reassign"
    entries = world.one("SELECT count(*) FROM entry")
    shown = anna.post(path, 200, act="look", key="r", reason="DISPUTE").content.decode()
    told = visible(shown)
    for part in ("charged back", "€20,000.00", "assigned receivables", "May be drawn: €18,000.00"):
        assert part in told, part
    assert world.one("SELECT count(*) FROM entry") == entries
    anna.post(path, act="do", key="r", reason="DISPUTE", seen=seen(shown))
    assert world.one("SELECT open_cents FROM invoice") == 0
    assert world.balance(world.ids["C-1"], "CCA") == 14_400  # the fee of 120.00, VAT included


def test_a_limit_request_is_answered_with_the_buyer_before_ones_eyes(world: facts.World) -> None:
    from comptant.operations.risk import limits

    asked = limits.request_limit(
        world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], amount_cents=9_000_000, currency="EUR",
    )  # fmt: skip
    carl = browser(world, "carl")
    assert "BETA SA" in visible(carl.get("/limit-requests"))
    page = f"/approvals/{asked['approval_id']}"
    told = visible(carl.get(page))
    assert "€90,000.00" in told
    assert "€50,000.00" in told  # the limit of today
    carl.post(page, act="do", key="y", answer="yes", reason="")
    approved = world.one(
        "SELECT decision FROM approval_decision WHERE approval_id = %s", asked["approval_id"]
    )
    assert approved == "APPROVED"
    assert "BETA SA" not in visible(carl.get("/limit-requests"))


def test_late_fundings_tell_whose_turn_it_is(world: facts.World) -> None:
    from datetime import timedelta

    from comptant.operations.drawing import payments

    payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                  amount_cents=100_000, payee_account_id=None)  # fmt: skip
    tania = browser(world, "tania")
    tania.client.cookies["day"] = str(world.on + timedelta(days=4))
    told = visible(tania.get("/late"))
    assert "another person releases" in told
    approval = world.one("SELECT max(id) FROM approval")
    assert f'href="/approvals/{approval}"' in tania.get("/late")


def test_a_figure_of_the_ledger_opens_down_to_its_entry_and_its_file(world: facts.World) -> None:
    world.bank({"cents": 50_000, "text": "?", "payer_name": "BETA SA"})
    aron = browser(world, "aron")
    assert "€20,000.00" in visible(aron.get("/ledger"))
    assert 'href="/contracts/C-1/ledger/DEB"' in aron.get("/ledger/DEB")
    lines = aron.get("/contracts/C-1/ledger/DEB")
    assert "€20,000.00" in visible(lines)
    entry = re.search(r"/contracts/C-1/entries/\d+", lines)
    assert entry is not None
    told = visible(aron.get(entry[0]))
    assert "FA-1" in told
    assert "remit" in told
    assert "alice" in told
    # Before it, nothing: by value date, and as it was known.
    assert "€20,000.00" not in visible(aron.get("/contracts/C-1/ledger/DEB?on=2026-01-15"))
    assert "€20,000.00" not in visible(aron.get("/ledger?known_at=2020-01-01"))
    paid = aron.get("/contracts/C-1/ledger/UNAL")
    entry = re.search(r"/contracts/C-1/entries/\d+", paid)
    assert entry is not None
    file = re.search(r"/documents/\w+", aron.get(entry[0]))
    assert file is not None
    assert aron.client.get(file[0]).content.startswith(b"file,")
    assert browser(world, "cora").client.get(file[0]).status_code == 404


def test_a_debit_is_explained_by_the_payments_that_it_took_back(world: facts.World) -> None:
    world.bank({"cents": 300_000, "text": "?", "payer_name": "BETA SA"},
               {"cents": 200_000, "text": "?", "payer_name": "BETA SA"},
               {"cents": -500_000, "text": "PRLV"})  # fmt: skip
    payments = [id_ for (id_,) in world.rows("SELECT id FROM payment WHERE open_cents > 0")]
    debit = world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0")
    tania = browser(world, "tania")
    form = {"payment_ids": "\n".join(map(str, payments)), "account": "", "reason": "recall"}
    wrong = tania.post(f"/debits/{debit}", 422, act="do", key="d", **{**form, "payment_ids": "x"})
    assert 'id="f-payment_ids-wrong"' in wrong.content.decode()
    tania.post(f"/debits/{debit}", act="do", key="d", **form)
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "aron")
    assert world.one("SELECT sum(open_cents) FROM payment WHERE id = ANY (%s)", payments) == 0
    assert world.balance(world.house, "SUSP") == 0


def test_a_credit_note_is_withdrawn_from_its_own_page(world: facts.World) -> None:
    world.remit(world.ids["C-1"], {"number": "AV-9", "cents": 10_000, "type_code": "381",
                                   "credited_number": "FA-1"})  # fmt: skip
    note, invoice = (world.one("SELECT id FROM invoice WHERE invoice_number = %s", number)
                     for number in ("AV-9", "FA-1"))  # fmt: skip
    owed = world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice)
    anna = browser(world, "anna")
    path = f"/contracts/C-1/invoices/{note}/withdraw"
    form = {"reason": "sent by mistake"}
    shown = anna.post(path, 200, act="look", key="w", **form).content.decode()
    assert "100.00" in visible(shown)
    anna.post(path, act="do", key="w", seen=seen(shown), **form)
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice) == owed + 10_000
