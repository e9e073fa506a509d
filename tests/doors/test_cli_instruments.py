"""Cheques, bills and debits by the command line, in both languages; who sees what of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import facts
from tests.doors import camt
from tests.doors.conftest import Cli

HEAD = "Invoice number;Type;Invoice date;Due date;Total incl VAT;Buyer;SIREN;Credited invoice"
BETA, RIB = "443061841", "30004000031234567890143"
OURS = facts.FACTOR_IBAN
ON = "2026-01-16"


@pytest.fixture
def assigned(cli: Cli, world: facts.World, tmp_path: Path) -> Cli:
    """FA-1 of 12 000.00 on BETA SA under C-1, and what our bank has agreed."""
    (tmp_path / "a.csv").write_text(
        f"{HEAD}\nFA-1;380;2026-01-16;2026-03-31;12000.00;BETA SA;{BETA};\n"
    )
    as_(cli, "alice", "remit", "C-1", tmp_path / "a.csv")
    as_(cli, "tania", "account", "collecting", "--creditor-identifier", "FR72 ZZZ 123456",
        "--issuer-number", "123456", "--source", "agreement")  # fmt: skip
    return cli


def as_(cli: Cli, login: str, *typed: object, on: str = ON) -> Any:
    return cli.json(*typed, "--user", login, "--on", on)


def read(cli: Cli, login: str, *typed: object, code: int = 0, french: bool = False) -> str:
    """What a person reads, without the line of the key."""
    told = cli.run(*typed, "--user", login, "--on", ON, code=code,
                   LC_ALL="fr_FR.UTF-8" if french else "en_GB.UTF-8")  # fmt: skip
    lines = (told.stderr if code else told.stdout).replace("\N{NO-BREAK SPACE}", " ").split("\n")
    return "\n".join(line for line in lines if line and not line.startswith(("key", "clé")))


def test_a_cheque_is_entered_remitted_and_listed_in_both_languages(
    assigned: Cli, tmp_path: Path
) -> None:
    entered = read(assigned, "anna", "cheque", "receive", "C-1", BETA, "1200.00", "FA-1=1200.00",
                   "--number", "1234567")  # fmt: skip
    number = int(entered.split(":")[0])
    assert entered == f"{number}: cheque of €1,200.00, to remit: comptant collect remit cheque"
    again = ("cheque", "receive", "C-1", BETA, "1200.00", "--number", "1234567")
    assert "1234567 of BETA SA is in collection already" in read(assigned, "anna", *again, code=1)
    assert "est déjà à l'encaissement" in read(assigned, "anna", *again, code=1, french=True)
    told = read(assigned, "tania", "collect", "remit", "cheque", "--out", tmp_path / "slip.csv",
                french=True)  # fmt: skip
    assert f"{tmp_path}/slip.csv : 1 remis, total 1 200,00 €, référence REM" in told
    assert (tmp_path / "slip.csv").read_text("utf-8-sig").startswith("Bordereau de remise")
    assert "Nothing to remit." in read(assigned, "tania", "collect", "remit", "cheque")
    listed = read(assigned, "anna", "collect", "list", "C-1", "--step", "remitted", french=True)
    assert ("chèque" in listed, "1 200,00 €" in listed, "20/01/2026" in listed) == (True,) * 3
    assert read(assigned, "anna", "collect", "list", "--step", "settled") == "Nothing."
    unpaid = read(assigned, "tania", "collect", "return", str(number), "--reason", "AM04")
    assert unpaid.startswith(
        "€1,200.00 unpaid, value date 2026-01-20.\nA mistake? comptant undo C-1 "
    )
    assert "2026-01-16" in read(assigned, "anna", "buyer", "list", "--contract", "C-1")


def test_a_debit_under_a_mandate_by_two_people(assigned: Cli, tmp_path: Path) -> None:
    asked = as_(assigned, "anna", "mandate", "add", BETA, "RUM-1", RIB, "--signed", "2026-01-05")
    assert "RUM-1 BETA SA FR7630004000031234567890143" in read(assigned, "tania", "approvals")
    as_(assigned, "tania", "approve", asked["approval_id"])
    (row,) = as_(assigned, "anna", "mandate", "list", BETA)
    assert (row["mandate_state"], row["sequence_type"], row["lapses_on"]) == (
        "ACTIVE", "FRST", "2029-01-05"
    )  # fmt: skip
    debit = ("mandate", "debit", "C-1", "RUM-1", "12000.00", "FA-1=12000.00", "--due")
    early = read(assigned, "anna", *debit, "2026-01-20", code=1)
    assert "not before 2026-01-30" in early
    entered = as_(assigned, "anna", *debit, "2026-01-30")
    assert [row["outbox_kind"] for row in as_(assigned, "tania", "outbox", "list")] == [
        "debit_notice"
    ]
    left = read(assigned, "tania", "collect", "remit", "debit", "--scheme", "b2b")
    assert "(mandate RUM-1) was left out: its mandate is of the other scheme" in left
    assert "comptant collect remit debit --scheme core" in left
    sent = as_(assigned, "tania", "collect", "remit", "debit", "--out", tmp_path / "debits.xml")
    assert entered["reference"] in (tmp_path / "debits.xml").read_text()
    (file,) = as_(assigned, "tania", "collect", "files")
    assert (file["reference"], file["open_cents"]) == (sent["reference"], 1_200_000)
    assert "Mandate RUM-1 is revoked." in read(
        assigned, "anna", "mandate", "revoke", "RUM-1", "--reason", "letter"
    )
    assert "ne vaut plus" in read(assigned, "anna", *debit, "2026-01-30", code=1, french=True)


def test_a_credit_and_a_debit_that_nothing_names_are_named_by_hand(
    assigned: Cli, tmp_path: Path
) -> None:
    sent, entered = [], []
    for number in ("1111111", "2222222"):
        entered.append(as_(assigned, "anna", "cheque", "receive", "C-1", BETA, "300.00",
                           "--number", number)["instrument_id"])  # fmt: skip
        sent.append(as_(assigned, "tania", "collect", "remit", "cheque")["collection_id"])
    path = tmp_path / "bank.xml"
    lines = (30_000, "NONE", "REMISE"), (-30_000, "NONE", "IMPAYE")
    path.write_text(camt.statement(OURS, 1, date(2026, 1, 16), 0, *lines))
    told = as_(assigned, "tania", "bank", path)["files"][0]
    assert (told["collected"], told["unpaid"], told["received"], told["debits_to_explain"]) == (
        0, 0, 1, 1
    )  # fmt: skip
    (waits,) = as_(assigned, "anna", "cash", "list")
    done = read(assigned, "tania", "collect", "settle", str(sent[0]), "--payment", str(waits["id"]))
    assert done == "€300.00 settled."
    (debit,) = as_(assigned, "tania", "debit", "list")
    ask = ("collect", "return", str(entered[1]), "--reason", "AM04", "--debit",
           str(debit["movement_id"]))  # fmt: skip
    assert "this debit is another one's" in read(assigned, "tania", *ask, code=1)
    as_(assigned, "tania", *ask[:2], str(entered[0]), *ask[3:])
    assert as_(assigned, "tania", "debit", "list") == []
    as_(assigned, "aron", "close-day", ON)
    ledger = {row["account"]: row for row in as_(assigned, "ugo", "control", ON)["ledger"]}
    assert (ledger["COLL"]["ledger_cents"], ledger["COLL"]["items_cents"]) == (30_000, 30_000)
    assert (ledger["INCO"]["ledger_cents"], ledger["INCO"]["items_cents"]) == (-30_000, -30_000)
    told = {name: row["off_cents"] for name, row in ledger.items()}
    assert {name for name, cents in told.items() if cents == 0} == {"DEB", "UNAL", "COLL", "INCO"}
    assert {cents for name, cents in told.items() if ledger[name]["items_cents"] is None} == {None}


def test_a_client_sees_the_instruments_of_its_contract_and_no_mandate(assigned: Cli) -> None:
    asked = as_(assigned, "anna", "mandate", "add", BETA, "RUM-1", RIB, "--signed", "2026-01-05")
    as_(assigned, "tania", "approve", asked["approval_id"])
    as_(assigned, "anna", "cheque", "receive", "C-1", BETA, "300.00", "--number", "1111111")
    as_(assigned, "tania", "collect", "remit", "cheque")
    assert [row["instrument_number"] for row in as_(assigned, "bob", "collect", "list")] == [
        "1111111"
    ]
    assert as_(assigned, "cora", "collect", "list") == []
    for login in ("alice", "cora"):
        assert as_(assigned, login, "mandate", "list") == []
        assert as_(assigned, login, "collect", "files") == []
    read(assigned, "alice", "cheque", "receive", "C-1", BETA, "1.00", "--number", "1", code=4)


def test_the_same_key_answers_again_and_writes_the_file_again(
    assigned: Cli, tmp_path: Path
) -> None:
    bill = ("bill", "receive", "C-1", BETA, "5000.00", "--number", "E-77", "--due", "2026-03-31",
            "--account", RIB, "--key", "bill-1")  # fmt: skip
    assert as_(assigned, "anna", *bill) == as_(assigned, "anna", *bill)
    remit = ("collect", "remit", "bill", "--key", "remit-1", "--out")
    told = read(assigned, "tania", *remit, tmp_path / "none" / "bills.txt", code=3)
    assert "For the file: comptant outbox write" in told
    as_(assigned, "tania", *remit, tmp_path / "bills.txt")
    assert len((tmp_path / "bills.txt").read_bytes()) == 3 * 162
    assert len(as_(assigned, "tania", "collect", "files")) == 1
