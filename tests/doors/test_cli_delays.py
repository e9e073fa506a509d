"""How long each invoice waited for its money, and what was promised: by the command line."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from tests.doors import camt
from tests.doors.conftest import Cli, Csv
from tests.facts import FACTOR_IBAN, World

FRIDAY, TUESDAY, WEDNESDAY = "2026-01-16", "2026-01-20", "2026-01-21"


def waits(cli: Cli, on: str) -> list[tuple[Any, ...]]:
    """Invoice, day paid, days taken, late."""
    rows = cli.json("delays", "C-1", "--user", "alice", "--on", on)
    return [tuple(row[name] for name in ("invoice_number", "executed_on", "paid_after_days",
                                         "is_late")) for row in rows]  # fmt: skip


def test_an_invoice_waits_from_its_arrival_to_the_banks_word(
    cli: Cli, world: World, csv: Csv, tmp_path: Path
) -> None:
    """9 000.00 and 18 000.00 are advanced; the 12 000.00 drawn pay all of the first invoice."""
    sent = cli.json("remit", "C-1", csv("FA-1", "10000.00", "FA-2", "20000.00"), "--user", "alice",
                    "--on", FRIDAY)["remittances"][0]  # fmt: skip
    rows = cli.json("delays", "C-1", "--user", "alice", "--on", FRIDAY)
    assert [row["advance_cents"] for row in rows] == [900_000, 1_800_000]
    (listed,) = cli.json("remittance", "list", "C-1", "--user", "alice", "--on", FRIDAY)
    assert {row["promised_at"] for row in rows} == {listed["promised_at"]}
    assert sent["accepted"] == 2
    # Nobody has asked for money: days go by and nothing is late.
    assert waits(cli, WEDNESDAY) == [("FA-1", None, None, False), ("FA-2", None, None, False)]
    order = cli.json("draw", "C-1", "12 000,00", "--user", "alice", "--on", FRIDAY)
    assert waits(cli, FRIDAY) == [("FA-1", None, None, False), ("FA-2", None, None, False)]
    assert waits(cli, WEDNESDAY) == [("FA-1", None, None, True), ("FA-2", None, None, False)]
    cli.run("release", order["order_id"], "--user", "tania", "--on", FRIDAY)
    cli.run("payout", "--out", tmp_path / "pay.xml", "--user", "tania", "--on", FRIDAY)
    (tmp_path / "1.xml").write_text(camt.statement(
        FACTOR_IBAN, 1, date.fromisoformat(TUESDAY), 5_000_000,
        (-1_200_000, order["reference"], "x")))  # fmt: skip
    cli.run("bank", tmp_path / "1.xml", "--user", "tania", "--on", WEDNESDAY)
    assert waits(cli, WEDNESDAY) == [("FA-1", TUESDAY, 4, True), ("FA-2", None, None, False)]


def test_the_table_says_what_was_promised_in_both_languages(
    cli: Cli, world: World, csv: Csv
) -> None:
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), "--user", "alice", "--on", FRIDAY)
    english = cli.run("delays", "C-1", "--user", "alice", "--on", FRIDAY).stdout
    # Nothing is paid yet: the columns that say when are empty, and left out.
    assert re.split(r"\s{2,}", english.splitlines()[1].strip()) == [
        "invoice number", "amount", "received at", "promised for", "late",
    ]  # fmt: skip
    french = cli.run("delays", "C-1", "--user", "alice", "--on", FRIDAY, LC_ALL="fr_FR.UTF-8")
    for title in ("numéro de facture", "reçue le", "promis pour", "en retard"):
        assert title in french.stdout
    assert "10 000,00 €" in french.stdout.replace("\N{NO-BREAK SPACE}", " ")


def test_another_clients_delays_are_not_told(cli: Cli, world: World, csv: Csv) -> None:
    cli.run("remit", "C-1", csv("FA-1", "10000.00"), "--user", "alice", "--on", FRIDAY)
    told = cli.error("delays", "C-1", "--user", "cora", "--on", FRIDAY, code=1)
    assert told["error"] == "contract_unknown"
    assert cli.json("delays", "C-2", "--user", "cora", "--on", FRIDAY) == []
