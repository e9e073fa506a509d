"""Sweeps and sales ledgers at the command line."""

from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli

IBAN = "FR7610107001011234567890226"
LEDGER = ("numero;date facture;echeance;montant ttc;acheteur;siren\n"
          "F-7;15/01/2026;17/03/2026;1 000,00;BETA SA;443061841\n")  # fmt: skip


def test_a_dedicated_account_is_declared_swept_and_seen(cli: Cli, world: facts.World) -> None:
    tania = ("--user", "tania", *DAY)
    assert cli.json("sweep", "order", *tania)["sweeps"] == []
    cli.run("account", "add", IBAN, "--bic", "BPALFRPP", "--name", "ALPHA SAS", "--contract", "C-1",
            "--dedicated", *tania)  # fmt: skip
    world.bank({"cents": 150_000, "text": "?", "payer_name": "BETA SA"}, iban=IBAN)
    (row,) = cli.json("sweep", "accounts", *tania)
    assert (row["standing_cents"], row["sweep_alert"]) == (150_000, None)
    (sweep,) = cli.json("sweep", "order", *tania)["sweeps"]
    assert (sweep["amount_cents"], sweep["iban"]) == (150_000, IBAN)
    said = cli.run("sweep", "cancel", "C-1", sweep["sweep_id"], "--reason", "rejected", *tania)
    assert "comptant sweep order" in said.stdout
    (row,) = cli.json("sweep", "list", "C-1", "--user", "alice", *DAY)
    assert row["sweep_state"] == "CANCELLED"


def test_a_ledger_is_compared(cli: Cli, world: facts.World, tmp_path: Path) -> None:
    alice = ("--user", "alice", *DAY)
    path = tmp_path / "ventes.csv"
    path.write_text(LEDGER)
    told = cli.json("ledger", "compare", "C-1", path, *alice)
    assert told["differences"]["NOT_CEDED"] == 1
    rows = cli.json("ledger", "differences", "C-1", *alice)
    assert ("NOT_CEDED", "F-7") in [(row["ledger_difference"], row["invoice_number"])
                                    for row in rows]  # fmt: skip
    (row,) = cli.json("ledger", "differences", "C-1", "--all", *alice)
    assert row["line_count"] == 1
    path.write_text("facture;montant\nF-7;1 000,00\n")
    cli.run("ledger", "compare", "C-1", path, *alice, code=3)
