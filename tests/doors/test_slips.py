"""What people typed by mistake, put right by the commands that the answers name."""

from datetime import date
from pathlib import Path

import pytest

from tests import facts
from tests.doors import camt
from tests.doors.conftest import DAY, Cli, Csv

ALICE, ANNA, TANIA, ARON, ADA = (
    ("--user", login, *DAY) for login in ("alice", "anna", "tania", "aron", "ada")
)
FRENCH = {"LC_ALL": "fr_FR.UTF-8"}


@pytest.fixture
def trade(cli: Cli, world: facts.World, csv: Csv, tmp_path: Path) -> Cli:
    """FA-1 paid and allocated; 20 000.00 taken by the bank, nobody knows why."""
    cli.run("remit", "C-1", csv("FA-1", "20000.00", "FA-2", "500.00"), *ALICE)
    told = camt.statement(facts.FACTOR_IBAN, 1, date(2026, 1, 16), 0,
                          (2_000_000, "NONE", "FA-1"), (-2_000_000, "NONE", "PRLV"))  # fmt: skip
    (tmp_path / "1.xml").write_text(told)
    cli.run("bank", tmp_path / "1.xml", *TANIA)
    return cli


def test_a_debit_explained_as_a_cost_by_mistake_is_explained_as_a_recall(trade: Cli) -> None:
    assert trade.json("cash", "list", *TANIA) == []
    (payment,) = trade.json("cash", "list", "C-1", "--all", *TANIA)
    (debit,) = trade.json("debit", "list", *TANIA)
    explain = ("debit", "explain", debit["movement_id"], "--reason", "said so")
    cost = trade.json(*explain, "--account", "BFEE", *TANIA)
    booked = trade.json("approve", cost["approval_id"], *ARON)
    assert trade.json("debit", "list", *TANIA) == []
    undone = trade.json("reverse", "HOUSE", booked["entry_id"], "--reason", "a slip", *ARON)
    trade.json("approve", undone["approval_id"], *ADA)
    assert trade.json("debit", "list", *TANIA) == [debit]
    shown = " ".join(trade.run("close-day", "2026-01-16", *ARON).stdout.split())
    assert "Bank debits that nobody has explained: 1, €20,000.00" in shown
    french = " ".join(trade.run("close-report", "2026-01-16", *ARON, **FRENCH).stdout.split())
    assert "Débits bancaires que personne n'a justifiés" in french
    assert "16/01/2026 0 20 000,00 €" in french
    wrong = trade.run(*explain, "--payment", payment["id"] + 1, *TANIA, code=1)
    assert "comptant cash list --all" in wrong.stderr
    recall = trade.json(*explain, "--payment", payment["id"], *TANIA)
    told = trade.run("approvals", *ARON).stdout
    assert f"payment {payment['id']} taken back" in " ".join(told.split())
    trade.json("approve", recall["approval_id"], *ARON)
    (invoice, _) = trade.json("invoices", "C-1", *ANNA)
    assert (invoice["invoice_number"], invoice["open_cents"]) == ("FA-1", 2_000_000)


def test_a_credit_note_sent_by_mistake_is_withdrawn_with_its_application(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    head = "Invoice number;Type;Invoice date;Due date;Total incl VAT;Buyer;SIREN;Credited invoice"
    for number, kind, amount, named in (("FA-1", "380", "700.00", ""),
                                        ("AV-1", "381", "100.00", "FA-1")):  # fmt: skip
        due = "" if named else "2026-03-17"
        (tmp_path / f"{number}.csv").write_text(
            f"{head}\n{number};{kind};2026-01-16;{due};{amount};BETA SA;443061841;{named}\n"
        )
        cli.run("remit", "C-1", tmp_path / f"{number}.csv", *ALICE)
    before = cli.json("invoices", "C-1", *ANNA)
    assert [row["open_cents"] for row in before] == [60_000]
    refused = cli.run("withdraw", "C-1", "FA-1", "--reason", "mistake", *ANNA, code=1).stderr
    assert "comptant withdraw CONTRACT AV-1 --credit-note" in " ".join(refused.split())
    shown = cli.run("withdraw", "C-1", "AV-1", "--credit-note", "--reason", "a minus", *ANNA)
    assert "€100.00 of credit notes withdrawn" in shown.stdout
    assert [row["open_cents"] for row in cli.json("invoices", "C-1", *ANNA)] == [70_000]
    again = cli.run("withdraw", "C-1", "AV-1", "--reason", "again", *ANNA, code=1, **FRENCH)
    assert "déjà été retiré" in " ".join(again.stderr.split())
    out = cli.json("withdraw", "C-1", "FA-1", "--reason", "mistake", *ANNA)
    assert (out["withdrawn_cents"], out["credited_again_cents"]) == (70_000, 0)
    statement = " ".join(cli.run("statement", "C-1", *ALICE).stdout.split())
    assert "credit notes sent by mistake, withdrawn" in statement
