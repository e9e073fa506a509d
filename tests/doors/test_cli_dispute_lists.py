"""Lists of disputes by the command line: opened, settled, wrong lines told, in both languages."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.doors.cli.disputing import SOURCES
from comptant.formats.dispute_lists import TO_OPEN, TO_SETTLE, read_disputes
from comptant.formats.reading import FAULTS
from comptant.rules import disputes as rules
from tests import facts
from tests.doors.conftest import DAY, Cli, Csv
from tests.traces import contents

ANNA = ("--user", "anna", *DAY)


@pytest.fixture
def remitted(cli: Cli, world: facts.World, csv: Csv) -> facts.World:
    cli.run("remit", "C-1", csv("FA-1", "1000.00", "FA-2", "2000.00"), *ANNA)
    return world


def listed(folder: Path, *lines: str, name: str = "disputes.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_list_is_opened_then_settled(cli: Cli, remitted: facts.World, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        "Contrat;Facture;Nature;Montant;Solde confirmé;Pièce",
        "C-1;FA-1;qte;300,00;non;",
        "C-1;FA-2;LIT-PRX;;;courriel",
        "C-1;FA-2;zzz;;;",
    )
    told = cli.json("dispute", "open", "--many", file, *ANNA)
    assert [(row["invoice_number"], row["amount_cents"]) for row in told["opened"]] == [
        ("FA-1", 30_000), ("FA-2", 200_000)]  # fmt: skip
    assert [(row["row_number"], row["refusal"]) for row in told["refused"]] == [
        (4, "dispute_code_unknown")]  # fmt: skip
    before = contents(remitted.conn)
    assert cli.json("dispute", "open", "--many", file, *ANNA) == told
    assert contents(remitted.conn) == before
    first, second = (row["dispute_id"] for row in told["opened"])
    settled = listed(
        tmp_path,
        "contract;dispute;credit;evidence",
        f"C-1;{first};100.00;letter",
        f"C-1;{second};;letter",
        f"C-1;{second};;letter",
        name="s.csv",
    )
    shown = cli.run("dispute", "settle", "--many", settled, *ANNA, LC_ALL="fr_FR").stdout
    assert "Litiges réglés : 2" in shown
    assert "Refusés : 1" in shown
    left = {row["dispute_id"]: row["still_disputed_cents"]
            for row in cli.json("dispute", "list", "C-1", "--all", *ANNA)}  # fmt: skip
    assert left == {first: 10_000, second: 0}


def test_one_wrong_line_and_nothing_is_done(
    cli: Cli, remitted: facts.World, tmp_path: Path
) -> None:
    file = listed(
        tmp_path,
        "contract;invoice;kind;amount",
        "C-1;FA-1;qte;10",
        "C-9;FA-1;qte;10",
        "C-1;FA-9;qte;10",
        "C-1;FA-2;qte;ten",
    )
    before = contents(remitted.conn)
    english = cli.run("dispute", "open", "--many", file, *ANNA, code=3).stderr
    assert "disputes.csv, line 5, column 4 « ten »: The amount is not a number" in english
    assert "line 3 « C-9 »: No contract of yours has this number" in english
    assert "line 4 « FA-9 »: The contract has no invoice of this number" in english
    assert "Nothing was done." in english
    french = cli.run("dispute", "open", "--many", file, *ANNA, code=3, LC_ALL="fr_FR").stderr
    assert "Le contrat n'a pas de facture de ce numéro" in french
    assert contents(remitted.conn) == before


def test_a_dispute_and_a_list_are_not_said_together(
    cli: Cli, remitted: facts.World, tmp_path: Path
) -> None:
    file = listed(tmp_path, "contract;invoice;kind", "C-1;FA-1;qte")
    typed: tuple[tuple[Any, ...], ...] = (
        ("open", "C-1", "FA-1", "qte", "--many", file), ("open", "C-1"), ("settle", "C-1"),
        ("settle", "--many", file, "--credit", "1"),
    )  # fmt: skip
    for words in typed:
        assert cli.error("dispute", *words, *ANNA, code=2)["error"] == "usage"


@given(st.binary(max_size=300) | st.text(alphabet=';,\t"\n C1\0é', max_size=200).map(str.encode))
def test_hostile_bytes_are_rows_or_faults(data: bytes) -> None:
    for titles, head in ((TO_OPEN, b"contract;invoice;kind;amount\n"),
                         (TO_SETTLE, b"contract;dispute;credit\n")):  # fmt: skip
        for prefix in (b"", head):
            read = read_disputes("day", prefix + data, titles)
            assert read.rows or read.faults
            assert all(fault.code in FAULTS and fault.place for fault in read.faults)


def test_that_a_payment_was_short_is_for_the_program_to_say(cli: Cli, world: facts.World) -> None:
    assert tuple(SOURCES) == rules.SOURCES
    failed = cli.run("dispute", "open", "C-1", "FA-1", "prx", "12.00", "--source", "payment",
                     "--user", "anna", "--on", world.on, code=2)  # fmt: skip
    assert "payment" in failed.stderr
    assert world.one("SELECT count(*) FROM dispute") == 0
