"""The fraud desk at the command line: watched, listed, shown, decided by two, thresholds; invoices
verified; an account called back; a double told."""

from datetime import date
from pathlib import Path

import pytest

from comptant.operations.registry.parties import propose_payee_account
from comptant.operations.risk.facts import record_fact
from tests import facts
from tests.cast import OTHER_IBAN
from tests.doors.conftest import DAY, Cli

WHO = ("--user", "anna", *DAY)
ADA = ("--user", "ada", *DAY)
DUE = date(2026, 2, 28)


@pytest.fixture
def sent(world: facts.World) -> facts.World:
    """Two invoices that are nearly one."""
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-100", "cents": 1_000_000, "due_on": DUE},
                {"number": "FA-10O", "cents": 1_002_000, "due_on": DUE})  # fmt: skip
    return world


def test_an_alarm_is_raised_shown_and_cleared_by_two(cli: Cli, sent: facts.World) -> None:
    assert "1 new alarms" in cli.run("fraud", "watch", *WHO).stdout
    (row,) = cli.json("fraud", "list", "C-1", *WHO)
    assert (row["fraud_rule"], row["alarm_about"], row["fraud_outcome"]) == (
        "FR-02", "FA-10O", "OPEN")  # fmt: skip
    shown = cli.run("fraud", "show", row["alarm_id"], *WHO).stdout
    assert "edits 1" in shown
    told = cli.json("fraud", "decide", row["alarm_id"], "cleared", "--reason", "two notes", *WHO)
    cli.run("approve", told["approval_id"], *ADA)
    assert cli.json("fraud", "list", *WHO) == []
    (kept,) = cli.json("fraud", "list", "--all", *WHO)
    assert (kept["fraud_outcome"], kept["reason"]) == ("CLEARED", "two notes")
    again = cli.error(
        "fraud", "decide", row["alarm_id"], "confirmed", "--reason", "x", *WHO, code=1
    )
    assert again["error"] == "alarm_decided"


def test_thresholds_are_listed_and_proposed(cli: Cli, sent: facts.World) -> None:
    rows = cli.json("fraud", "thresholds", *WHO)
    assert [(row["value"], row["unit"], row["valid_from_on"], row["source"]) for row in rows
            if (row["fraud_rule"], row["name"]) == ("FR-02", "edits")] == [
        (2, "count", "2020-01-01", "house, default")]  # fmt: skip
    told = cli.json("fraud", "threshold", "FR-02", "days", "1", "--from", "2026-01-16", "--source",
                    "committee", *WHO)  # fmt: skip
    cli.run("approve", told["approval_id"], *ADA)
    (row,) = [one for one in cli.json("fraud", "thresholds", *WHO)
              if (one["fraud_rule"], one["name"]) == ("FR-02", "days")]  # fmt: skip
    assert (row["value"], row["source"]) == (1, "committee")
    wrong = cli.error("fraud", "threshold", "FR-02", "days", "0", "--from", "2026-01-16",
                      "--source", "x", *WHO, code=1)  # fmt: skip
    assert wrong["error"] == "threshold_wrong"


def test_a_sample_is_drawn_and_an_answer_kept(cli: Cli, sent: facts.World) -> None:
    assert "to verify" in cli.run("verify", "draw", "C-1", *WHO).stdout
    rows = cli.json("verify", "list", "C-1", *WHO)
    number = rows[0]["invoice_number"]
    cli.run("verify", "record", "C-1", number, "confirmed", "--source", "call", *WHO)
    kept = [one for one in cli.json("verify", "list", "C-1", "--all", *WHO)
            if one["invoice_number"] == number]  # fmt: skip
    assert kept[0]["verification_answer"] == "CONFIRMED"


def test_a_changed_account_is_called_back(cli: Cli, world: facts.World) -> None:
    record_fact(world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
                subject_id=world.ids["ALPHA SAS"], name="phone", value="01 44 55 66 77",
                from_on=world.on, source="Kbis")  # fmt: skip
    world.approve(propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))  # fmt: skip
    call = (
        "payee",
        "call",
        OTHER_IBAN,
        "confirmed",
        "--spoke-to",
        "Mme Martin",
        "--source",
        "call",
    )
    wrong = cli.error(*call, "--number", "0600000000", *WHO, code=1)
    assert wrong["error"] == "phone_not_known"
    assert "Recorded" in cli.run(*call, "--number", "0144556677", *WHO).stdout


def test_a_key_is_made_once_and_kept_for_its_owner(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    seed = tmp_path / "node.key"
    key = cli.json("doubles", "key", "--seed", seed, *WHO)["key"]
    assert len(bytes.fromhex(key)) == 32
    assert seed.stat().st_mode & 0o777 == 0o600
    assert cli.json("doubles", "key", "--seed", seed, *WHO)["key"] == key
    seed.write_text("broken")
    cli.run("doubles", "key", "--seed", seed, *WHO, code=2)
