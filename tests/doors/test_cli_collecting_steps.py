"""Plans of buyers and disputes past their days, at the command line."""

from datetime import date
from pathlib import Path

from comptant.operations.risk import disputes
from tests import facts
from tests.doors.conftest import DAY, Cli

WHO = ("--user", "anna", *DAY)
LATER = ("--user", "anna", "--on", "2026-02-16")  # 31 days later


def test_a_plan_is_simulated_before_it_is_recorded(cli: Cli, world: facts.World) -> None:
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    plan = ("C-1", "BETA SA", "FA-1", "--pay", "2026-03-02=5000.00", "--pay", "2026-06-01=15000.00")
    told = cli.run("promise", "simulate", *plan, *WHO).stdout
    assert "€13,500.00 less to draw meanwhile" in told
    assert "not covered" in told
    seen = cli.json("promise", "simulate", *plan, *WHO)
    assert (seen["invoices"][0]["unfunded_on"], seen["refusal"]) == ("2026-04-30", None)
    assert cli.json("promise", "list", "C-1", *WHO) == []


def test_notice_is_given_and_its_letter_written(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], code="LIT-QUA",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
        amount_cents=None, is_rest_confirmed=False, source="BUYER", evidence="mail",
    )  # fmt: skip
    out = tmp_path / "notice.pdf"
    told = cli.run("dispute", "notify", "C-1", "--out", out, *LATER).stdout
    assert "FA-1: €20,000.00, from" in told
    assert out.read_bytes().startswith(b"%PDF")
    (row,) = cli.json("dispute", "notices", "C-1", "--user", "alice", *LATER[2:])
    assert (row["invoice_number"], row["defund_from_on"]) == ("FA-1", "2026-03-18")
    again = cli.error("dispute", "notify", "C-1", *LATER, code=1)
    assert again["error"] == "nothing_to_notify"
