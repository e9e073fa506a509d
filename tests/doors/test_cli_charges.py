"""What is charged and what is guaranteed, as people read it."""

from datetime import date

from comptant.operations.assigning import returns
from tests import facts
from tests.doors.conftest import DAY, Cli, Csv

ALICE = ("--user", "alice", *DAY)


def spoken(cli: Cli, *typed: object, french: bool = False) -> str:
    """What is answered, on one line without the frames."""
    environment = {"LC_ALL": "fr_FR.UTF-8"} if french else {}
    shown = cli.run(*typed, **environment).stdout.replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(shown.split())


def test_a_charge_in_advance_is_read_with_clause_base_days_and_rate(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    contract = world.contract("A-1", charge_timing="ADVANCE", fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    cli.run("remit", "A-1", csv("FA-1", "12000.00", due="2026-03-16"), *ALICE)
    (line,) = cli.json("charge", "list", "A-1", *ALICE)
    assert (line["charge_code"], line["clause"], line["base_cents"], line["interest_days"],
            line["rate_ppm"], line["amount_cents"]) == (
        "INT-ADV", "price, financing charge", 1_080_000, 69, 36_150, 7_483)  # fmt: skip
    told = spoken(cli, "charge", "list", "A-1", *ALICE, french=True)
    assert "précomptée" in told
    assert "10 800,00 €" in told
    assert "69" in told


def test_what_is_used_beyond_the_advances_is_read_as_a_charge_in_arrears(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    contract = world.contract("A-4", charge_timing="ADVANCE", fee_ppm=0, interest_billing="MONTHLY")
    world.limit(contract, "BETA SA", 5_000_000)
    cli.run("remit", "A-4", csv("FA-1", "12000.00", due="2026-03-16"), *ALICE)
    world.draw(contract)
    world.on = date(2026, 3, 18)
    returns.reassign(
        world.conn, world.asked("anna"), contract_id=contract, reason="OVERDUE",
        invoice_ids=[world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")],
    )  # fmt: skip
    world.on = date(2026, 3, 31)
    world.close()
    late = ("--user", "alice", "--on", "2026-04-01")
    line, back, first = cli.json("charge", "list", "A-4", *late)
    assert (first["amount_cents"], back["amount_cents"]) == (7_483, -868)
    assert {name: line[name] for name in (
        "charge_code", "clause", "base_cents", "from_on", "until_on", "interest_days", "rate_ppm",
        "amount_cents",
    )} == {
        "charge_code": "INT", "clause": "price, financing charge", "base_cents": 1_079_132,
        "from_on": "2026-03-18", "until_on": "2026-04-01", "interest_days": 14,
        "rate_ppm": 36_150, "amount_cents": 1_517,
    }  # fmt: skip
    told = spoken(cli, "charge", "list", "A-4", *late, french=True)
    assert "10 791,32 €" in told
    assert "15,17 €" in told


def test_a_remittance_whose_charge_waits_says_for_which_rate(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    contract = world.contract("A-2", charge_timing="ADVANCE", reference_index="ESTR")
    world.limit(contract, "BETA SA", 5_000_000)
    told = spoken(cli, "remit", "A-2", csv("FA-1", "12000.00"), *ALICE, french=True)
    assert "commission précomptée : attend ESTR du 16/01/2026" in told
    assert "accepted: 1" in spoken(cli, "remit", "A-2", csv("FA-2", "100.00"), *ALICE)


def test_a_debt_guaranteed_is_out_of_the_account_and_says_so(
    cli: Cli, world: facts.World, csv: Csv
) -> None:
    contract = world.contract("A-3", has_recourse=False, fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    cli.run("remit", "A-3", csv("FA-1", "12000.00", due="2026-02-16"), *ALICE)
    world.on = date(2026, 6, 16)
    world.close()
    late = ("--user", "alice", "--on", "2026-06-16")
    (row,) = cli.json("guarantee", "list", "A-3", *late)
    assert (row["taken_on"], row["guaranteed_cents"]) == ("2026-06-16", 1_200_000)
    told = spoken(cli, "availability", "A-3", "--explain", *late, french=True)
    assert "Hors de ce compte depuis leur date de garantie" in told
    assert "16/06/2026 retard" in told
    assert "Somme des postes 0,00 € = cédé 0,00 €" in told
