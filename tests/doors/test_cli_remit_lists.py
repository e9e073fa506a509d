"""Lists of several contracts by the command line: each contract answered, in both languages."""

from pathlib import Path

import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.traces import contents

HEAD = "Contract;Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN"
ANNA, ALICE = ("--user", "anna", *DAY), ("--user", "alice", *DAY)


def listed(folder: Path, *lines: tuple[str, str, str], name: str = "day.csv") -> Path:
    path = folder / name
    rows = [f"{contract};{number};2026-01-16;2026-03-17;{amount};BETA SA;443061841"
            for contract, number, amount in lines]  # fmt: skip
    path.write_text("\n".join([HEAD, *rows]) + "\n")
    return path


DAYS_LINES = (("C-1", "FA-1", "20000.00"), ("C-2", "GA-1", "1000.00"), ("C-1", "FA-2", "0.00"))


def test_each_contract_has_its_remittance_and_its_lines(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    told = cli.json("remit", "--many", listed(tmp_path, *DAYS_LINES), *ANNA, "--key", "k")
    of = {each["contract_number"]: each for each in told["remittances"]}
    assert {number: (each["accepted"], each["accepted_cents"], each["refused"], each["key"])
            for number, each in of.items()} == {
        "C-1": (1, 2_000_000, 1, "k/1"), "C-2": (1, 100_000, 0, "k/1")}  # fmt: skip
    lines = [(line["invoice_number"], line["reason"]) for each in told["remittances"]
             for line in each["line_results"]]  # fmt: skip
    assert lines == [("FA-2", "amount_not_positive"), ("GA-1", "buyer_pending")]
    assert (told["contracts"], told["repeated"], told["faults"]) == (2, 0, [])


def test_the_same_list_again_changes_nothing(cli: Cli, world: facts.World, tmp_path: Path) -> None:
    file = listed(tmp_path, *DAYS_LINES)
    first = cli.json("remit", "--many", file, *ANNA)
    before = contents(world.conn)
    again = cli.json("remit", "--many", file, *ANNA)
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} == {"act"}
    assert again["repeated"] == again["contracts"] == 2
    ids = [[each["remittance_id"] for each in told["remittances"]] for told in (first, again)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("locale", ["en_GB.UTF-8", "fr_FR.UTF-8"])
def test_people_see_contracts_then_lines_with_why(
    cli: Cli, world: facts.World, tmp_path: Path, locale: str
) -> None:
    shown = cli.run("remit", "--many", listed(tmp_path, *DAYS_LINES), *ANNA, LC_ALL=locale).stdout
    shown = shown.replace("\N{NO-BREAK SPACE}", " ")
    if locale.startswith("fr"):
        assert "Contrats : 2 ; lignes : 3 ; acceptées : 2 (21 000,00 €) ; refusées : 1" in shown
        assert "Refusées ou non finançables" in shown
    else:
        assert "Contracts: 2; lines: 3; accepted: 2 (€21,000.00); refused: 1" in shown
        assert "Refused or not fundable" in shown
    assert shown.index("FA-2") < shown.index("GA-1")


def test_a_number_that_is_no_contract_is_told_and_the_others_are_taken(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    lines = (("C-9", "X-1", "5.00"), ("C-1", "FA-1", "100.00"), ("C-9", "X-2", "5.00"),
             ("", "X-3", "5.00"))  # fmt: skip
    file = listed(tmp_path, *lines)
    result = cli.run("remit", "--many", file, *ANNA, code=3)
    assert "day.csv, line 2 « C-9 (x 2) »: No contract of yours has this number" in result.stderr
    assert "day.csv, line 5, column Contract: A value that must be there" in result.stderr
    assert world.rows("SELECT invoice_number FROM invoice") == [("FA-1",)]
    french = cli.run("remit", "--many", file, *ANNA, code=3, LC_ALL="fr_FR").stderr
    assert "Aucun de vos contrats n'a ce numéro" in french


def test_a_client_sends_for_its_own_contracts_only(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    told = cli.json("remit", "--many", listed(tmp_path, *DAYS_LINES), *ALICE, code=3)
    assert [each["contract_number"] for each in told["remittances"]] == ["C-1"]
    assert [(fault["code"], fault["place"], fault["detail"]) for fault in told["faults"]] == [
        ("contract_not_known", "line 3", "C-2")
    ]


def test_what_names_no_contract_is_refused_with_the_remedy(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    samples = Path(__file__).parents[1] / "formats" / "fixtures" / "invoices"
    before = contents(world.conn)
    for file, code, detail in (
        (samples / "facture.ubl.xml", "contract_not_named", "xml"),
        (samples / "liste.csv", "column_missing", "missing: contract_number"),
        (samples / "liste.xls", "column_missing", "missing: contract_number"),
    ):
        told = cli.json("remit", "--many", file, *ANNA, code=3)
        (fault,) = told["faults"]
        assert (fault["code"], told["remittances"]) == (code, [])
        assert fault["detail"].startswith(detail)
    assert cli.error("remit", "--many", "nowhere.csv", *ANNA, code=3)["error"] == "file"
    assert contents(world.conn) == before


def test_a_contract_and_lists_are_not_said_together(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    file = listed(tmp_path, *DAYS_LINES)
    for typed in (("C-1", "--many", file), ("C-1",), ()):
        assert cli.error("remit", *typed, *ANNA, code=2)["error"] == "usage"
