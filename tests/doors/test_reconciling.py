"""`comptant reconcile`, `comptant debit list` and `explain`, as the treasurer reads them."""

from datetime import date
from pathlib import Path

import pytest

from tests import facts
from tests.doors import camt
from tests.doors.conftest import DAY, Cli

OURS = facts.FACTOR_IBAN
TANIA, ARON = (("--user", login, *DAY) for login in ("tania", "aron"))
FRENCH = {"LC_ALL": "fr_FR.UTF-8"}


@pytest.fixture
def taken(cli: Cli, world: facts.World, tmp_path: Path) -> facts.World:
    """A statement of the day: an opening balance, money received, and a debit of nobody."""
    told = camt.statement(OURS, 1, date(2026, 1, 16), 500_000, (20_000, "NONE", "FROM WHOM"),
                          (-4_250, "NONE", "DROIT DE TIMBRE"))  # fmt: skip
    (tmp_path / "1.xml").write_text(told)
    cli.run("bank", tmp_path / "1.xml", *TANIA)
    return world


def tamper(world: facts.World, cents: int) -> None:
    """A line that stands in the last statement and was never booked."""
    world.rows(
        """INSERT INTO bank_movement (id, own_account_id, statement_id, movement_key, occurrence,
               booked_on, value_on, currency, amount_cents, remittance_text, is_reversal)
           SELECT nextval('ids'), own_account_id, id, gen_random_uuid(), 1, closed_on, closed_on,
               'EUR', %s, 'FORGOTTEN', false FROM bank_statement RETURNING id""",
        cents,
    )  # fmt: skip
    world.rows(
        """INSERT INTO bank_statement SELECT nextval('ids'), own_account_id, 'LATER', 2, closed_on,
               closed_on, closing_cents, closing_cents + %s, digest, act_id
           FROM bank_statement RETURNING id""",
        cents,
    )


def test_a_bank_that_agrees_is_a_line_and_no_more(cli: Cli, taken: facts.World) -> None:
    (row,) = cli.json("reconcile", *TANIA)
    assert (row["iban"], row["closed_on"], row["lines"]) == (OURS, "2026-01-16", [])
    assert (row["closing_cents"], row["ledger_cents"], row["off_cents"]) == (515_750, 515_750, 0)
    shown = cli.run("reconcile", *TANIA).stdout
    assert OURS in shown
    assert "5,157.50" in shown
    assert "5 157,50 €" in " ".join(cli.run("reconcile", *TANIA, **FRENCH).stdout.split())


def test_a_difference_is_named_line_by_line_with_code_1(cli: Cli, taken: facts.World) -> None:
    tamper(taken, -12_345)
    (row,) = cli.json("reconcile", *ARON, code=1)
    assert (row["closing_cents"], row["ledger_cents"], row["off_cents"]) == (
        503_405, 515_750, 12_345)  # fmt: skip
    (line,) = row["lines"]
    assert (line["what"], line["bank_cents"], line["ledger_cents"], line["text"]) == (
        "line_without_entry", -12_345, 0, "FORGOTTEN")  # fmt: skip
    english = cli.run("reconcile", *TANIA, code=1).stdout
    assert "bank's line without its entry" in english
    assert "FORGOTTEN" in english
    assert "ligne de banque sans écriture" in cli.run("reconcile", *TANIA, code=1, **FRENCH).stdout


def test_a_difference_stops_the_close_of_day_and_says_which_line(
    cli: Cli, taken: facts.World
) -> None:
    tamper(taken, -12_345)
    asked = ("close-day", "2026-01-16", *ARON)
    error = cli.error(*asked, code=1)
    assert error["error"] == "bank_differs"
    assert taken.one("SELECT count(*) FROM day_close") == 0
    english = cli.run(*asked, code=1).stderr.replace("\n", " ")
    assert "2026-01-16 -123.45 FORGOTTEN" in english
    assert "comptant reconcile" in english
    french = cli.run(*asked, code=1, **FRENCH).stderr.replace("\n", " ")
    assert "la banque dit" in french
    assert "2026-01-16 -123.45 FORGOTTEN" in french


def test_a_client_does_not_prove_the_bank_nor_see_its_debits(cli: Cli, taken: facts.World) -> None:
    alice = ("--user", "alice", *DAY)
    assert cli.error("reconcile", *alice, code=4)["error"] == "not_your_right"
    assert cli.json("debit", "list", *alice) == []


def test_debits_of_nobody_are_listed_until_two_people_explain_them(
    cli: Cli, taken: facts.World
) -> None:
    (debit,) = cli.json("debit", "list", *TANIA)
    assert (debit["iban"], debit["amount_cents"], debit["remittance_text"]) == (
        OURS, -4_250, "DROIT DE TIMBRE")  # fmt: skip
    shown = cli.run("debit", "list", *TANIA).stdout
    assert "DROIT DE TIMBRE" in shown
    assert "-€42.50" in shown
    proposed = cli.json("debit", "explain", debit["movement_id"], "--account", "bfee", "--reason",
                        "stamp duty", *TANIA)  # fmt: skip
    assert proposed["amount_cents"] == 4_250
    assert len(cli.json("debit", "list", *TANIA)) == 1  # proposed is not done
    assert cli.error("approve", proposed["approval_id"], *TANIA, code=1)["error"] == "same_person"
    cli.run("approve", proposed["approval_id"], *ARON)
    assert cli.json("debit", "list", *TANIA) == []
    assert taken.balance(taken.house, "BFEE") == 4_250
    cli.run("close-day", "2026-01-16", *ARON)


def test_explaining_says_in_both_languages_who_must_agree(cli: Cli, taken: facts.World) -> None:
    (debit,) = cli.json("debit", "list", *TANIA)
    typed = ("debit", "explain", debit["movement_id"], "--account", "BFEE", "--reason", "duty")
    assert "waits for another person: comptant approve" in cli.run(*typed, *TANIA).stdout
    assert "attend une autre personne : comptant approve" in cli.run(
        *typed, *TANIA, **FRENCH).stdout  # fmt: skip


def test_a_debit_may_be_a_payment_taken_back(cli: Cli, taken: facts.World, tmp_path: Path) -> None:
    (payment,) = cli.json("cash", "list", *TANIA)
    told = camt.statement(OURS, 2, date(2026, 1, 16), 515_750, (-20_000, "NONE", "RAPPEL"))
    (tmp_path / "2.xml").write_text(told)
    cli.run("bank", tmp_path / "2.xml", *TANIA)
    debit = cli.json("debit", "list", *TANIA)[-1]
    proposed = cli.json("debit", "explain", debit["movement_id"], "--payment", payment["id"],
                        "--reason", "recall by the payer", *TANIA)  # fmt: skip
    cli.run("approve", proposed["approval_id"], *ARON)
    assert cli.json("cash", "list", *TANIA) == []
    assert [row["remittance_text"] for row in cli.json("debit", "list", *TANIA)] == [
        "DROIT DE TIMBRE"]  # fmt: skip


def test_what_cannot_explain_a_debit_is_told_with_its_remedy(cli: Cli, taken: facts.World) -> None:
    (debit,), (payment,) = cli.json("debit", "list", *TANIA), cli.json("cash", "list", *TANIA)
    why = ("--reason", "x", *TANIA)
    neither = cli.run("debit", "explain", debit["movement_id"], *why, code=2)
    assert "Give --payment; or --order, --account, or both" in neither.stderr
    both = ("--account", "BFEE", "--payment", payment["id"])
    assert "ou ces deux" in cli.run(
        "debit", "explain", debit["movement_id"], *both, *why, code=2, **FRENCH).stderr  # fmt: skip
    for movement, option, code in (
        (debit["movement_id"], ("--account", "BNK"), "account_not_by_hand"),
        (debit["movement_id"] + 1_000, ("--account", "BFEE"), "debit_unknown"),
    ):
        assert cli.error("debit", "explain", movement, *option, *why, code=1)["error"] == code
    unknown = cli.run("debit", "explain", 7, "--account", "BFEE", *why, code=1).stderr
    assert "comptant debit list" in unknown.replace("\n", " ")
