"""A cheque whose money went to another contract, by the command line: passed on no sooner than it
is ours, unpaid from where it was moved, its claim paid there and that undone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import facts
from tests.doors import camt
from tests.doors.conftest import Cli
from tests.instruments import BETA_IBAN

BETA = "443061841"
SETTLED, LATER = "2026-01-20", "2026-01-26"


@pytest.fixture
def moved(cli: Cli, world: facts.World, tmp_path: Path) -> dict[str, int]:
    """A cheque of 3 000.00 of BETA SA received under C-1, credited; 2 000.00 of it are of C-2,
    whose client does not answer for the buyer: the cheque, and the payment there."""
    world.limit(world.ids["C-2"], "BETA SA", 5_000_000)
    world.amend(world.ids["C-2"], {"has_recourse": False})
    due_on = date(2026, 3, 31)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 500_000, "due_on": due_on})
    alice, world.users["alice"] = world.users["alice"], world.users["cora"]
    world.remit(world.ids["C-2"], {"number": "GB-1", "cents": 700_000, "due_on": due_on})
    world.users["alice"] = alice
    asked = as_(cli, "anna", "payee", "add", BETA_IBAN, "--of", BETA, "--holder", "BETA SA",
                on="2026-01-16")  # fmt: skip
    as_(cli, "tania", "approve", asked["approval_id"], on="2026-01-16")
    entered = as_(cli, "anna", "cheque", "receive", "C-1", BETA, "3000.00", "--number", "1234567",
                  on="2026-01-16")["instrument_id"]  # fmt: skip
    as_(cli, "tania", "collect", "remit", "cheque", on="2026-01-16")
    world.close(date(2026, 1, 20))
    (waits,) = as_(cli, "anna", "cash", "list", on=SETTLED)
    told = as_(cli, "anna", "cash", "move", waits["id"], "C-2", BETA, "--amount", "2000.00",
               "--reason", "GAMMA's", on=SETTLED)  # fmt: skip
    there = as_(cli, "aron", "approve", told["approval_id"], on=SETTLED)["payment_id"]
    return {"cheque": entered, "rest": waits["id"], "payment": there}


def as_(cli: Cli, login: str, *typed: object, on: str = LATER) -> Any:
    return cli.json(*typed, "--user", login, "--on", on)


def read(cli: Cli, login: str, *typed: object, code: int = 0, french: bool = False) -> str:
    told = cli.run(*typed, "--user", login, "--on", LATER, code=code,
                   LC_ALL="fr_FR.UTF-8" if french else "en_GB.UTF-8")  # fmt: skip
    return (told.stderr if code else told.stdout).replace("\N{NO-BREAK SPACE}", " ")


def bank(cli: Cli, path: Path, number: int, opening: int, *lines: tuple[int, str, str]) -> Any:
    path.write_text(camt.statement(facts.FACTOR_IBAN, number, date(2026, 1, 26), opening, *lines))
    return as_(cli, "tania", "bank", path)["files"][0]


def test_money_of_a_cheque_is_passed_on_once_it_is_ours(
    cli: Cli, moved: dict[str, int], tmp_path: Path
) -> None:
    forward = ("cash", "forward", str(moved["rest"]), "500.00")
    assert "nothing of it is given back or passed on" in read(cli, "anna", *forward, code=1)
    assert "rien n'en est rendu ni reversé" in read(cli, "anna", *forward, code=1, french=True)
    told = bank(cli, tmp_path / "bank.xml", 1, 0, (300_000, "NONE", "REMISE CHEQUES"))
    assert told["collected"] == 1
    early = read(cli, "anna", *forward, code=1)
    assert "Let it go from 2026-02-25 on, or say why earlier: --reason." in early
    assert "à compter du 25/02/2026" in read(cli, "anna", *forward, code=1, french=True)
    asked = as_(cli, "anna", *forward, "--reason", "never assigned")
    done = as_(cli, "aron", "approve", asked["approval_id"])  # a cheque tells nobody's account
    assert done["forwarded_cents"] == 50_000
    assert "account told, before 2026-02-25 (never assigned)" in read(cli, "tania", "approvals")


def test_it_comes_back_unpaid_from_where_it_is_and_a_claim_paid_is_undone(
    cli: Cli, moved: dict[str, int], tmp_path: Path, world: facts.World
) -> None:
    path = tmp_path / "bank.xml"
    bank(cli, path, 1, 0, (300_000, "NONE", "REMISE CHEQUES"))
    order = as_(cli, "anna", "cash", "refund", moved["payment"], BETA_IBAN, "1500.00", "--reason",
                "known for years")  # fmt: skip
    as_(cli, "tania", "release", order["order_id"])
    as_(cli, "tania", "payout", "--out", tmp_path / "pay.xml")
    unpaid = read(cli, "tania", "collect", "return", str(moved["cheque"]), "--reason", "AM04")
    assert "€1,500.00 of it had been refunded: the buyer owes them." in unpaid
    assert as_(cli, "anna", "cash", "list") == []
    assert "€1,500.00" in read(cli, "anna", "collect", "list", "--step", "returned")
    bank(cli, path, 2, 300_000, (-300_000, "NONE", "CHEQUE IMPAYE 1234567"))
    bank(cli, path, 3, 0, (100_000, "NONE", "SORRY"))
    (waits,) = as_(cli, "anna", "cash", "list")
    payment = as_(cli, "anna", "identify", waits["id"], "C-2", BETA)["payment_id"]
    paid = read(cli, "anna", "cash", "claim", str(payment), str(moved["cheque"]))
    assert "€1,000.00 of it paid, €500.00 still owed." in paid
    entry = paid.split("comptant undo C-2 ")[1].split()[0]
    undone = as_(cli, "anna", "undo", "C-2", entry, "--reason", "it is for GB-1")
    assert "claim" in read(cli, "aron", "approvals")
    assert "réclamation" in read(cli, "aron", "approvals", french=True)
    as_(cli, "aron", "approve", undone["approval_id"])
    assert [row["open_cents"] for row in as_(cli, "anna", "cash", "list")] == [100_000]
    assert world.balance(world.ids["C-2"], "DEBD") == 150_000
