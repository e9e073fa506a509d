"""What was put in the wrong place by one word, put right by another."""

from datetime import date

import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli

ANNA, ARON = ("--user", "anna", *DAY), ("--user", "aron", *DAY)
DUE = date(2026, 3, 10)
FR = {"LC_ALL": "fr_FR.UTF-8"}


@pytest.fixture
def owed(world: facts.World) -> facts.World:
    """BETA SA owes FA-1 to ALPHA SAS (C-1) and GA-1 to GAMMA SA (C-2), and has paid 7 500,00."""
    world.limit(world.ids["C-2"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 500_000, "due_on": DUE})
    alice, world.users["alice"] = world.users["alice"], world.users["cora"]
    world.remit(world.ids["C-2"], {"number": "GA-1", "cents": 250_000, "due_on": DUE})
    world.users["alice"] = alice
    world.bank({"cents": 750_000, "text": "REGLEMENT", "payer_name": "TRESORERIE"})
    return world


def test_one_transfer_is_parted_between_contracts_and_a_slip_moved(
    cli: Cli, owed: facts.World
) -> None:
    (waits,) = cli.json("cash", "list", *ARON)
    known = cli.json("identify", waits["id"], "C-1", "443061841", "--amount", "6000.00", *ARON)
    assert (known["amount_cents"], known["allocated_cents"]) == (600_000, 0)
    told = cli.error("allocate", known["payment_id"], "FA-1=5000", "GA-1=1000", *ARON, code=1)
    assert (told["error"], told["message"]) == (
        "invoice_of_another", f"Invoice GA-1 is of contract C-2, not of the contract of payment"
        f" {known['payment_id']}. Allocate here what is of this one, and move the rest: comptant"
        f" cash move {known['payment_id']} C-2 BUYER --amount AMOUNT --reason WHY.")  # fmt: skip
    cli.run("allocate", known["payment_id"], "FA-1=5000.00", *ARON)
    asked = ("cash", "move", known["payment_id"], "C-2", "443061841", "--reason", "it was GA-1")
    approval = cli.json(*asked, *ARON)["approval_id"]
    for language, words in (({}, "TRESORERIE: to C-2, BETA SA (it was GA-1)"),
                            (FR, "TRESORERIE : vers C-2, BETA SA (it was GA-1)")):  # fmt: skip
        assert words in cli.run("approvals", *ANNA, **language).stdout
    cli.run("approve", approval, *ANNA)
    rest = cli.json("identify", waits["id"], "C-2", "443061841", *ARON)
    assert rest["amount_cents"] == 150_000
    assert [(row["contract_number"], row["open_cents"]) for row in cli.json("cash", "list", *ARON)
            ] == [("C-2", 100_000), ("C-2", 150_000)]  # fmt: skip


def test_money_goes_back_to_nobody_and_the_refusals_name_the_way(
    cli: Cli, owed: facts.World
) -> None:
    (waits,) = cli.json("cash", "list", *ARON)
    known = cli.json("identify", waits["id"], "C-1", *ARON)["payment_id"]
    told = cli.error("identify", known, "C-2", *ARON, code=1)
    assert told["message"] == (
        f"Payment {known} is of contract C-1 already. Move it to another one, or back to nobody"
        f" (HOUSE): comptant cash move {known} CONTRACT BUYER --reason WHY.")  # fmt: skip
    assert cli.error("cash", "move", waits["id"], "C-2", "--reason", "x", *ARON, code=1)[
        "error"] == "payment_of_nobody"  # fmt: skip
    approval = cli.json("cash", "move", known, "HOUSE", "--reason", "slip", *ARON)["approval_id"]
    assert "back to nobody (slip)" in cli.run("approvals", *ANNA).stdout
    cli.run("approve", approval, *ANNA)
    (again,) = cli.json("cash", "list", *ARON)
    assert (again["contract_number"], again["open_cents"]) == (None, 750_000)
    told = cli.error("cash", "move", known, "C-2", "--reason", "x", *ARON, code=1)
    assert told["error"] == "payment_used"


def test_what_was_told_by_mistake_is_undone_by_its_entry(cli: Cli, owed: facts.World) -> None:
    shown = cli.run("direct-payment", "C-1", "FA-1", "1000.00", "--evidence", "advice",
                    *ANNA).stdout  # fmt: skip
    entry = owed.one("SELECT id FROM entry WHERE event = 'direct_payment'")
    assert f"A mistake? comptant undo C-1 {entry} --reason WHY" in shown
    told = cli.error("reverse", "C-1", entry, "--reason", "slip", *ARON, code=1)
    assert told["message"] == (
        f"Entry {entry} was told by a person: undo it, with all that followed from it: comptant"
        f" undo CONTRACT {entry} --reason WHY.")  # fmt: skip
    asked = cli.json("undo", "C-1", entry, "--reason", "it was FA-9", *ANNA)
    assert asked["amount_cents"] == 100_000
    for language, words in (
        ({}, f"entry {entry} undone: paid to the client, who keeps it, FA-1 (it was FA-9)"),
        (FR, f"écriture {entry} défaite : règlement direct conservé, FA-1 (it was FA-9)"),
    ):
        assert words in cli.run("approvals", *ARON, **language).stdout
    cli.run("approve", asked["approval_id"], *ARON)
    (row,) = cli.json("invoices", "C-1", *ARON)
    assert row["open_cents"] == 500_000
    told = cli.error("undo", "C-1", entry, "FA-1", "--reason", "again", *ANNA, code=1)
    assert told["error"] == "entry_reversed"
    assert cli.error("undo", "C-1", entry, "--reason", "x", "--user", "alice", *DAY,
                     code=4)["error"] == "not_your_right"  # fmt: skip


def test_a_company_that_is_no_buyer_of_the_contract_is_told_by_its_name(
    cli: Cli, world: facts.World
) -> None:
    world.bank({"cents": 5_000, "text": "NO WORD"})
    payment = world.one("SELECT id FROM payment")
    refusal = cli.error("identify", payment, "C-1", facts.SIRENS["DELTA SARL"], "--user", "anna",
                        "--on", world.on, code=1)  # fmt: skip
    assert refusal["message"].startswith("DELTA SARL is no buyer of contract C-1. See its buyers:")
