"""A garnishment as people type and read it, in both languages."""

from datetime import date, timedelta
from pathlib import Path

from comptant.operations.registry import parties
from tests import facts
from tests.claims import CENTS, sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken
from tests.operations.test_garnishments import IBAN
from tests.operations.test_paying_out import in_run_off, left, served


def test_a_garnishment_is_registered_answered_and_paid(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    sold(world, number="I-1", cents=CENTS - 1)
    party = parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="SIE PARIS 8",
                              country="FR", numbers={})["party_id"]  # fmt: skip
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=party, iban=IBAN, bic=None,
        holder="SIE PARIS 8"))  # fmt: skip
    world.on += timedelta(days=1)
    by = ("--user", "anna", "--on", str(world.on))
    told = spoken(cli, "garnishment", "register", "I-1", "satd", "SIE PARIS 8", "3000.00",
                  "--served", "2026-01-16T12:00", "--reference", "SATD-1", *by, french=True
                  )  # fmt: skip
    assert "Indisponible : 3 000,00 €" in told
    (row,) = cli.json("garnishment", "list", *by)
    assert row["next_garnishment_step"] == "answer"
    assert "faire la déclaration" in spoken(cli, "garnishment", "list", "I-1", *by, french=True)
    out = tmp_path / "answer.pdf"
    cli.run("garnishment", "answer", "I-1", row["id"], "--out", str(out), *by)
    assert out.read_bytes().startswith(b"%PDF")
    assert "FA-1" in spoken(cli, "garnishment", "show", "I-1", row["id"], *by)
    explained = spoken(cli, "availability", "I-1", "--explain", "--user", "alice", "--on",
                       str(world.on))  # fmt: skip
    assert "garnished" in explained
    asked = cli.json("garnishment", "told", "I-1", row["id"], "lifted", "--amount", "1000.00",
                     "--reference", "letter", *by)["approval_id"]  # fmt: skip
    carl = ("--user", "carl", "--on", str(world.on))
    assert "lifted for €1,000.00" in spoken(cli, "approvals", *carl)
    cli.run("approve", asked, *carl)
    cli.run("garnishment", "pay", "I-1", row["id"], "--user", "tania", "--on", str(world.on))
    (order,) = cli.json("orders", "I-1", "--user", "aron", "--on", str(world.on))
    assert (order["purpose"], order["amount_cents"]) == ("GARNISHMENT", 200_000)
    refused = cli.error("garnishment", "undo", "I-1", row["id"], "--reason", "another", *by, code=1)
    assert refused["error"] == "garnishment_ordered"
    aron = ("--user", "aron", "--on", str(world.on))
    (waits,) = [one for one in cli.json("approvals", *aron) if one["kind"] == "payment_order"]
    cli.run("approve", waits["id"], *aron)
    told = spoken(cli, "garnishment", "undo", "I-1", row["id"], "--reason", "another", *by)
    assert "€2,000.00 was paid of it already" in told
    assert "SATD-1 undone: another" in spoken(cli, "approvals", *carl)


def test_what_a_garnishment_holds_of_the_balance_of_a_run_off_is_told(
    cli: Cli, world: facts.World
) -> None:
    contract = world.ids["C-1"] = world.contract("G-1", fund_ppm=100_000, notice_client_months=1)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)})
    left(world, world.draw(contract, 500_000))
    in_run_off(world)
    by = ("--user", "anna", "--on", str(world.on))
    world.ids["MAITRE K"] = parties.add_party(
        world.conn, world.asked("anna"), kind="COMPANY", name="MAITRE K", country="FR", numbers={}
    )["party_id"]  # fmt: skip
    served(world, 900_000)
    told = spoken(cli, "exit", "pay", "G-1", *by, french=True)
    assert "à régler ou à lever : comptant garnishment list G-1" in told
    assert "Rien ne reste" not in told
    close = cli.run("exit", "close", "G-1", "--source", "end", *by, code=1)
    assert "garnishments: to pay or to lift" in " ".join(close.stderr.split())
