"""Money in the wrong place, and what was told by mistake, put right from their pages."""

from datetime import date

import pytest

from comptant.operations.collection import moving, unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from tests import facts, instruments
from tests.portal.conftest import browser, seen, visible


@pytest.fixture
def owed(world: facts.World) -> facts.World:
    """BETA SA owes GA-1 to GAMMA SA (C-2) as well, and has paid 7 500,00 that nobody can tell."""
    world.limit(world.ids["C-2"], "BETA SA", 5_000_000)
    alice, world.users["alice"] = world.users["alice"], world.users["cora"]
    world.remit(world.ids["C-2"], {"number": "GA-1", "cents": 250_000, "due_on": date(2026, 3, 10)})
    world.users["alice"] = alice
    world.bank({"cents": 750_000, "text": "REGLEMENT", "payer_name": "TRESORERIE"})
    return world


def test_the_page_of_a_payment_moves_it(owed: facts.World) -> None:
    aron = browser(owed, "aron")
    house = owed.one("SELECT id FROM payment WHERE open_cents > 0")
    form = {"contract_id": "C-1", "buyer_id": "BETA SA", "amount_cents": "6000"}
    shown = aron.post(f"/cash/{house}/identify", 200, act="look", key="i", **form)
    known = aron.post(f"/cash/{house}/identify", act="do", key="i",
                      seen=seen(shown.content.decode()), **form).headers["Location"]  # fmt: skip
    known = known.split("?")[0]
    assert "Move elsewhere" in visible(aron.get(known))
    form = {"to_contract_id": "C-2", "buyer_id": "BETA SA", "reason": "it was C-2"}
    shown = aron.post(f"{known}/move", 200, act="look", key="m", **form)
    aron.post(f"{known}/move", act="do", key="m", seen=seen(shown.content.decode()), **form)
    assert owed.one("SELECT arguments ->> 'reason' FROM approval WHERE kind = 'reallocation'") == (
        "it was C-2")  # fmt: skip
    page = aron.post(f"{known}", 422, act="look", key="x", others="GA-1=1").content.decode()
    assert "is of contract C-2" in visible(page)


def test_the_page_of_an_entry_undoes_it(owed: facts.World) -> None:
    from comptant.operations.assigning import returns

    invoice = owed.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    told = returns.keep_direct_payment(
        owed.conn, owed.asked("anna"), contract_id=owed.ids["C-1"], invoice_id=invoice,
        amount_cents=100_000, evidence="letter",
    )  # fmt: skip
    anna, entry = browser(owed, "anna"), f"/contracts/C-1/entries/{told['entry_id']}"
    assert "Propose to undo" in visible(anna.get(entry))
    page = anna.post(f"{entry}/undo", 422, act="do", key="u", reason="").content.decode()
    assert "Fill this in." in page
    anna.post(f"{entry}/undo", act="do", key="v", reason="it was another", invoice_ids="FA-1")
    waits = owed.one("SELECT id FROM approval WHERE kind = 'reallocation'")
    aron = browser(owed, "aron")
    assert "paid to the client, who keeps it, FA-1" in visible(aron.get("/approvals"))
    assert "paid to the client, who keeps it, FA-1" in visible(aron.get(f"/approvals/{waits}"))


def test_the_form_of_a_claim_finds_it_where_the_money_had_gone_and_its_entry_undoes_it(
    owed: facts.World,
) -> None:
    """A cheque received under C-1 was moved to C-2 and refunded there, without recourse; what BETA
    SA pays of it later is named from the page of that payment."""
    payment = unpaid_elsewhere(owed)
    anna = browser(owed, "anna")
    page = visible(anna.get(f"/cash/{payment}/claim"))
    assert "cheque 1234567 · €1,000.00" in page.replace("\N{NO-BREAK SPACE}", " ")
    form = {"instrument_id": str(owed.ids["cheque"])}
    shown = anna.post(f"/cash/{payment}/claim", 200, act="look", key="c", **form)
    anna.post(f"/cash/{payment}/claim", act="do", key="c", seen=seen(shown.content.decode()),
              **form)  # fmt: skip
    assert owed.balance(owed.ids["C-2"], "DEBD") == 40_000
    entry = owed.one("SELECT id FROM entry WHERE event = 'claim_paid'")
    anna.post(f"/contracts/C-2/entries/{entry}/undo", act="do", key="u", reason="for GA-1")
    waits = owed.one("SELECT id FROM approval WHERE kind = 'reallocation' ORDER BY id DESC LIMIT 1")
    aron = browser(owed, "aron")
    assert "claim of an unpaid item, paid" in visible(aron.get(f"/approvals/{waits}"))


def unpaid_elsewhere(world: facts.World) -> int:
    """Of a cheque 1 000.00 were moved to C-2 and given back to BETA SA, who owes them; 600.00 of
    BETA SA's that wait there: the payment."""
    there = world.ids["C-2"]
    world.amend(there, {"has_recourse": False})
    entered = instruments.cheque(world, world.ids["C-1"], 150_000)
    world.ids["cheque"] = entered["instrument_id"]
    instruments.remit(world)
    world.bank({"cents": 150_000, "text": "REMISE CHEQUES"})
    world.close(date(2026, 1, 20))
    (first,) = world.rows("SELECT id FROM payment WHERE bank_movement_id = 0")[0]
    beta = world.ids["BETA SA"]
    told = world.approve(
        moving.move_payment(
            world.conn,
            world.asked("anna"),
            contract_id=world.ids["C-1"],
            payment_id=first,
            to_contract_id=there,
            buyer_id=beta,
            amount_cents=100_000,
            reason="theirs",
        ),
        "aron",
    )
    asked = parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=beta, holder="BETA SA", bic=None,
        iban=instruments.BETA_IBAN)  # fmt: skip
    order = client_money.refund(
        world.conn, world.asked("anna"), contract_id=there, payment_id=told["payment_id"],
        amount_cents=None, payee_account_id=world.approve(asked)["payee_account_id"],
        reason="they ask")  # fmt: skip
    world.approve(order, "ada")
    world.payout()
    instruments.back(world, entered)
    world.bank({"cents": 60_000, "text": "SORRY", "payer_name": "BETA SA"})
    came = world.one("SELECT max(id) FROM payment")
    return int(unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=came, contract_id=there, buyer_id=beta,
    )["payment_id"])  # fmt: skip


def test_money_of_nobody_pays_nothing_before_it_is_somebodys(world: facts.World) -> None:
    """Told when the form is opened, not after it is filled in."""
    world.bank({"cents": 7_000, "text": "?", "payer_name": "SOMEBODY"})
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0")
    anna = browser(world, "anna")
    for form in ("penalties", "repay", "refund"):
        page = visible(anna.get(f"/cash/{payment}/{form}", 422))
        assert "Nobody has said whose payment" in page
        assert "comptant identify" not in page
    anna.get(f"/cash/{payment}")
    anna.get(f"/cash/{payment}/identify")
