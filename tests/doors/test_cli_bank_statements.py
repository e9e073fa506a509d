"""A bank statement withdrawn by the command line, and the right one loaded in its place."""

from pathlib import Path

from tests import facts
from tests.doors import camt
from tests.doors.conftest import Cli

DAY = ("--on", "2026-01-16")
BY = ("--user", "tania", *DAY)
WHY = "the bank sent another"


def bank(tmp_path: Path, world: facts.World, name: str, *lines: tuple[int, str, str]) -> Path:
    path = tmp_path / name
    path.write_text(camt.statement(facts.FACTOR_IBAN, 1, world.on, 0, *lines))
    return path


def test_it_is_listed_withdrawn_by_two_and_replaced(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    wrong = bank(tmp_path, world, "a.xml", (70_000, "NONE", "SLIP"), (5_000, "NONE", "SAME"))
    cli.run("bank", wrong, *BY)
    (row,) = cli.json("bank-statement", "list", facts.FACTOR_IBAN, *BY)
    assert (row["reference"], row["bank_statement_state"], row["file_name"]) == (
        "S1", "BOOKED", "a.xml")  # fmt: skip
    lines = cli.json("bank-statement", "show", row["id"], *BY)
    assert [(line["amount_cents"], line["open_cents"]) for line in lines] == [
        (70_000, 70_000), (5_000, 5_000)]  # fmt: skip
    said = cli.run("bank-statement", "withdraw", row["id"], "--reason", WHY, *BY).stdout
    assert "2 lines of 2026-01-16 to undo, €750.00." in said
    (waits,) = cli.json("approvals", "--user", "aron", *DAY)
    told = cli.run("approvals", "--user", "aron", *DAY, LC_ALL="fr_FR.UTF-8").stdout
    assert "relevé" in told
    cli.run("approve", waits["id"], "--user", "aron", *DAY)
    (row,) = cli.json("bank-statement", "list", *BY)
    assert [row[name] for name in ("bank_statement_state", "withdrawn_by", "withdrawn_for",
                                   "withdrawn_on")] == [
        "WITHDRAWN", "aron", WHY, "2026-01-16"]  # fmt: skip
    assert cli.json("cash", "list", *BY) == []
    refusal = cli.error("bank", wrong, *BY, code=1)
    assert (refusal["error"], refusal["facts"]["login"]) == ("statement_was_withdrawn", "aron")
    right = bank(tmp_path, world, "b.xml", (30_000, "NONE", "SLIP"), (5_000, "NONE", "SAME"))
    cli.run("bank", right, *BY)
    assert [row["amount_cents"] for row in cli.json("cash", "list", *BY)] == [30_000, 5_000]
    cli.run("reconcile", "--whole", "--user", "aron", *DAY)


def test_the_same_is_taken_again_where_it_is_meant(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    file = bank(tmp_path, world, "a.xml", (70_000, "NONE", "SLIP"))
    cli.run("bank", file, *BY)
    statement = cli.json("bank-statement", "list", *BY)[0]["id"]
    asked = cli.json("bank-statement", "withdraw", statement, "--reason", WHY, *BY)
    cli.run("approve", asked["approval_id"], "--user", "aron", *DAY)
    assert cli.json("bank", file, "--again", *BY)["files"][0]["new"] == 1


def test_what_stands_in_its_way_is_told_with_its_remedy(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    cli.run("bank", bank(tmp_path, world, "a.xml", (-700, "NONE", "PRLV")), *BY)
    statement = cli.json("bank-statement", "list", *BY)[0]["id"]
    (debit,) = cli.json("debit", "list", *BY)
    asked = cli.json("debit", "explain", debit["movement_id"], "--account", "BFEE", "--reason",
                     "fees", *BY)  # fmt: skip
    entry = cli.json("approve", asked["approval_id"], "--user", "aron", *DAY)["entry_id"]
    withdraw = ("bank-statement", "withdraw", statement, "--reason", WHY)
    said = " ".join(cli.run(*withdraw, *BY, code=1).stderr.split())
    house = world.one("SELECT number FROM contract WHERE is_house")
    assert (f"in its way, 1: 2026-01-16 -€7.00 « PRLV » : this debit is explained. Undo that "
            f"first: comptant reverse {house} {entry}.") in said  # fmt: skip
    french = " ".join(cli.run(*withdraw, *BY, code=1, LC_ALL="fr_FR.UTF-8").stderr.split())
    assert "ce débit est justifié" in french
    assert cli.error("bank-statement", "show", 999_999, *BY, code=1)["error"] == (
        "bank_statement_unknown")  # fmt: skip
