"""Money for a debt that the guarantee has taken whole, by its page and by a program."""

from comptant.operations.assigning import withdrawal
from tests import facts
from tests.api.test_api import Program
from tests.guaranteed import CENTS, owed, taken_whole
from tests.portal.conftest import browser, seen, visible


def test_the_page_of_a_payment_offers_the_debts_that_the_guarantee_has_taken(
    world: facts.World,
) -> None:
    invoice, payment = taken_whole(world)
    aron = browser(world, "aron")
    page = visible(aron.get(f"/cash/{payment}"))
    assert "NR-1 guaranteed BETA SA" in page
    form = {f"give_{invoice}": "3 000.00", "others": "NR-1=1000.00"}
    shown = aron.post(f"/cash/{payment}", 200, act="look", key="x", **form).content.decode()
    aron.post(f"/cash/{payment}", act="do", key="x", seen=seen(shown), **form)
    assert owed(world, invoice) == 600_000


def test_a_program_finds_and_pays_them_by_their_ids(world: facts.World) -> None:
    invoice, payment = taken_whole(world)
    program = Program(world, "aron", ["read", "allocate"])
    contract = world.ids["NR"]
    (row,) = program.get(f"candidates?id={payment}&contract_id={contract}")["rows"]
    assert (row["id"], row["open_cents"], row["guaranteed_open_cents"]) == (invoice, CENTS, CENTS)
    (debt,) = program.get(f"guarantees?contract_id={contract}&numbers=NR-1")["rows"]
    assert debt["id"] == invoice
    told = program.post("allocate", "k1", contract_id=contract, payment_id=payment,
                        invoices={str(invoice): 400_000})  # fmt: skip
    assert (told["allocated_cents"], told["guaranteed_cents"], owed(world, invoice)) == (
        400_000, 400_000, 600_000)  # fmt: skip


def test_of_two_invoices_of_a_number_the_payments_buyer_tells_which(world: facts.World) -> None:
    """Sent on the wrong buyer, withdrawn, and sent on the right one."""
    contract, due = world.ids["C-1"], world.on.replace(month=3)
    twice = {"number": "FA-9", "cents": 100_000, "due_on": due}
    world.limit(contract, "DELTA SARL", CENTS)
    world.remit(contract, {**twice, "buyer": "DELTA SARL"})
    wrong = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-9'")
    withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=contract,
                        invoice_ids=[wrong], reason="of another buyer")  # fmt: skip
    world.remit(contract, twice)
    world.bank({"cents": 40_000, "text": "NO WORD", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment")
    aron = browser(world, "aron")
    form = {"others": "FA-9=400.00"}
    shown = aron.post(f"/cash/{payment}", 200, act="look", key="x", **form).content.decode()
    aron.post(f"/cash/{payment}", act="do", key="x", seen=seen(shown), **form)
    assert world.rows("SELECT id = %s, open_cents FROM invoice WHERE invoice_number = 'FA-9'"
                      " ORDER BY id", wrong) == [(True, 0), (False, 60_000)]  # fmt: skip


def test_the_page_of_an_invoice_and_a_program_give_the_guarantee_back(
    world: facts.World,
) -> None:
    invoice, _ = taken_whole(world)
    contract = world.ids["NR"]
    aron = browser(world, "aron")
    page = visible(aron.get(f"/contracts/NR/invoices/{invoice}/guarantee-back"))
    assert "All that was taken of this buyer" in page
    aron.post(f"/contracts/NR/invoices/{invoice}/guarantee-back", act="do", key="x", reason="slip")
    assert (
        world.one("SELECT arguments ->> 'what' FROM approval ORDER BY id DESC LIMIT 1")
        == "guarantee"
    )
    program = Program(world, "aron", ["read", "give_guarantee_back"])
    told = program.post("give_guarantee_back", "k1", contract_id=contract, invoice_ids=[invoice],
                        is_whole_buyer=True, reason="slip")  # fmt: skip
    assert (told["amount_cents"], told["invoice_ids"]) == (CENTS, [invoice])
