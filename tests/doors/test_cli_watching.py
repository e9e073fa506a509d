"""A portfolio watched from the command line: what it answers, in both languages."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.doors.conftest import Cli, Csv
from tests.facts import World

# DOMAIN 5.5, W5-5: due days and amounts, as of 30 June 2026.
W5_5 = (
    ("2026-07-15", 18_000_00), ("2026-06-30", 4_200_50), ("2026-06-29", 7_500_00),
    ("2026-05-31", 3_300_25), ("2026-05-30", 9_100_00), ("2026-05-01", 2_750_00),
    ("2026-04-01", 6_400_00), ("2026-01-10", 1_999_99),
)  # fmt: skip
BUCKETS = {"not_due_cents": 22_200_50, "late_30_cents": 10_800_25, "late_60_cents": 11_850_00,
           "late_90_cents": 6_400_00, "later_cents": 1_999_99, "notes_cents": 0,
           "open_cents": 53_250_74}  # fmt: skip
ON = "2026-06-30"


def sold(world: World) -> None:
    """The invoices of W5-5, assigned in January."""
    world.remit(world.ids["C-1"], *(
        {"number": f"FA-{1000 + number}", "cents": cents, "due_on": date.fromisoformat(due),
         "issued_on": date(2026, 1, 5)}
        for number, (due, cents) in enumerate(W5_5, 1)))  # fmt: skip


def plain(text: str) -> str:
    return " ".join(re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text).split())


def test_w5_5_is_told_to_the_cent_and_as_it_was_known(cli: Cli, world: World) -> None:
    known_at = world.one("SELECT clock_timestamp()").isoformat()
    sold(world)
    (row,) = cli.json("aged", "C-1", "--at", ON, "--user", "alice")
    assert {name: row[name] for name in BUCKETS} == BUCKETS
    (row,) = cli.json("aged", "--at", ON, "--user", "aron")
    assert {name: row[name] for name in BUCKETS} == BUCKETS
    assert cli.json("aged", "C-1", "--at", ON, "--known-at", known_at, "--user", "alice") == []
    assert cli.json("aged", "--user", "cora") == []
    french = plain(cli.run("aged", "C-1", "--at", ON, "--user", "alice",
                           LC_ALL="fr_FR.UTF-8").stdout)  # fmt: skip
    assert "22 200,50 € 10 800,25 € 11 850,00 € 6 400,00 € 1 999,99 €" in french
    (told,) = cli.json("collection", "C-1", "--at", ON, "--days", "366", "--user", "alice")
    assert (told["overdue_ppm"], told["dso_tenths"], told["open_cents"]) == (
        583_095, 3660, 53_250_74)  # fmt: skip
    assert told["count_back_tenths"] is not None
    listed = cli.json("to-collect", "--at", ON, "--user", "anna")
    assert [(row["buyer_name"], row["overdue_cents"], row["at_risk_cents"])
            for row in listed] == [("BETA SA", 31_050_24, 31_050_24)]  # fmt: skip


def test_a_forecast_is_shown_tested_and_drawn(cli: Cli, world: World, tmp_path: Path) -> None:
    sold(world)
    world.bank({"cents": 4_200_50, "text": "FA-1002"}, {"cents": 7_500_00, "text": "FA-1003"})
    told = cli.json("forecast", "C-1", "--backtest", "--on", "2026-02-16", "--user", "alice")
    assert len(told["weeks"]) == 13
    assert {row["open_cents"] for row in told["weeks"]} == {41_550_24}
    for row in told["weeks"]:
        assert 0 <= row["low_cents"] <= row["expected_cents"] <= row["high_cents"] <= 41_550_24
    assert sum(row["of_week_cents"] for row in told["weeks"]) == told["weeks"][-1]["expected_cents"]
    out = tmp_path / "forecast.svg"
    english = cli.run("forecast", "C-1", "--backtest", "--out", out, "--on", "2026-02-16",
                      "--user", "alice")  # fmt: skip
    assert "polygon" in out.read_text()
    assert "expected" in english.stdout
    cli.run("forecast", "C-1", "--out", tmp_path / "forecast.doc", "--user", "alice", code=2)
    assert cli.json("forecast", "--user", "cora") == {"weeks": [], "backtest": [], "judged": None}


def test_a_client_plans_its_treasury(cli: Cli, world: World, csv: Csv, tmp_path: Path) -> None:
    cli.run("remit", "C-1", csv("FA-1", "10000.00", "FA-2", "20000.00"), "--user", "alice",
            "--on", "2026-01-16")  # fmt: skip
    planned = tmp_path / "planned.csv"
    planned.write_text("Date;Libellé;Montant\n20/01/2026;Salaires;-12 000,00\n"
                       "05/02/2026;Subvention;3 000,00\n")  # fmt: skip
    day = ("--user", "alice", "--on", "2026-01-16")
    answer = cli.json("treasury", "load", "C-1", planned, *day)
    assert (answer["count"], answer["to_pay_cents"], answer["to_receive_cents"]) == (
        2, 12_000_00, 3_000_00)  # fmt: skip
    out = tmp_path / "plan.xlsx"
    plan = cli.json("treasury", "show", "C-1", "--cash", "2000", "--out", out, *day)
    days = {row["day"]: row for row in plan["days"]}
    assert days["2026-01-16"]["drawable_cents"] == 2_700_000
    assert days["2026-01-20"]["drawn_cents"] == 10_000_00
    assert days["2026-02-05"]["own_cash_cents"] == 3_000_00
    sheets = load_workbook(out)
    assert sheets.sheetnames == ["Weeks", "Days", "Planned"]
    assert sheets["Planned"]["B2"].value == "Salaires"
    assert float(sheets["Planned"]["C2"].value) == -12_000.0
    told = plain(cli.run("treasury", "show", "C-1", *day, LC_ALL="fr_FR.UTF-8").stdout)
    assert "Au plus bas le" in told or "il manque" in told
    planned.write_text("Date;Montant\n2026-13-45;-1\n2026-01-20;x\n")
    faults = cli.json("treasury", "load", "C-1", planned, *day, code=3)["faults"]
    assert len(faults) == 2
    assert cli.error("treasury", "load", "C-1", planned, "--user", "cora", code=1)["error"] == (
        "contract_unknown")  # fmt: skip


def test_the_clients_accountant_imports_the_journal(
    cli: Cli, world: World, csv: Csv, tmp_path: Path
) -> None:
    """FA-1 is paid in full, FA-2 in part: AAA and aab; account 467 is the client's own number."""
    bob = ("--user", "bob", "--on", "2026-01-16")
    cli.run("remit", "C-1", csv("FA-1", "12000.00", "FA-2", "7500.00"), "--user", "alice",
            "--on", "2026-01-16")  # fmt: skip
    world.bank({"cents": 19_300_00, "text": "FA-1 FA-2"})
    wrong = cli.error("client-books", "accounts", "C-1", "C4671=AB", *bob, code=1)
    assert wrong["error"] == "account_number_wrong"
    cli.run("client-books", "accounts", "C-1", "C4671=467100", "JOURNAL=AF",
            f"C411/{world.ids['BETA SA']}=411BETA", *bob)  # fmt: skip
    out = tmp_path / "books.txt"
    cli.run("client-books", "journal", "C-1", "--as", "fec", "--out", out, *bob)
    head, *lines = [line.split("\t") for line in out.read_text("utf-8").splitlines()]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert {row["JournalCode"] for row in rows} == {"AF"}
    buyers = {row["PieceRef"]: row for row in rows if row["CompteNum"] == "411BETA"}
    assert [(buyers[name]["Credit"], buyers[name]["EcritureLet"], buyers[name]["DateLet"])
            for name in ("FA-1", "FA-2")] == [
        ("12000,00", "AAA", "20260116"), ("7500,00", "aab", "20260116")]  # fmt: skip
    moved = sum(_cents(row["Debit"]) - _cents(row["Credit"]) for row in rows
                if row["CompteNum"] == "467100")  # fmt: skip
    told = cli.json("client-books", "journal", "C-1", *bob)
    statement = cli.json("statement", "C-1", *bob)
    assert moved == told["bridge"]["statement_cents"] == statement["closing_cents"]
    paid = cli.json("client-books", "receipts", "C-1", *bob)
    assert [(row["invoice_number"], row["paid_cents"], row["paid_on"]) for row in paid] == [
        ("FA-1", 12_000_00, "2026-01-16"), ("FA-2", 7_300_00, "2026-01-16")]  # fmt: skip
    listed = plain(cli.run("client-books", "accounts", "C-1", *bob).stdout)
    assert "467100" in listed
    assert "411BETA" in listed


def _cents(text: Any) -> int:
    return int(str(text).replace(",", ""))
