"""Bank = ledger: the bank's own lines, its first balance once, a difference named by line."""

from datetime import timedelta
from importlib.resources import files
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.banking.bank_proof import proof, proof_on
from comptant.operations.closing import close
from comptant.store.connection import superuser_connect
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

IBAN_2 = "FR7630006000010000000000152"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def of_house(world: World, *accounts: str) -> dict[str, int]:
    return {account: world.balance(world.house, account) for account in accounts}


def off(world: World) -> dict[str, tuple[int, int, int]]:
    """Per account of ours: what the bank says, what the ledger says, and the difference."""
    return {
        row["iban"]: (row["closing_cents"], row["ledger_cents"], row["off_cents"])
        for row in proof(world.conn)
    }


def lines(world: World) -> list[tuple[Any, ...]]:
    return [
        (line["what"], line["bank_cents"], line["ledger_cents"], line["text"])
        for row in proof(world.conn) for line in row["lines"]
    ]  # fmt: skip


def told_only(world: World, cents: int, text: str) -> None:
    """A line that stands in the bank's statement and was never booked."""
    world.bank()
    statement = world.one("SELECT max(id) FROM bank_statement")
    world.rows(
        """INSERT INTO bank_movement (id, own_account_id, statement_id, movement_key, occurrence,
               booked_on, value_on, currency, amount_cents, remittance_text, is_reversal)
           VALUES (nextval('ids'), %s, %s, gen_random_uuid(), 1, %s, %s, 'EUR', %s, %s, false)
           RETURNING id""",
        world.ids["bank"], statement, world.on, world.on, cents, text,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["62", "64", "PMNT-ICDT-CHRG", "NCHG"])
def test_charges_of_the_bank_are_its_own_cost_and_wait_for_nobody(world: World, code: str) -> None:
    answer = world.bank({"cents": -1_250, "text": "COMMISSION", "operation_code": code})
    assert (answer["bank_charges"], answer["debits_to_explain"], answer["received"]) == (1, 0, 0)
    assert of_house(world, "BFEE", "BINT", "SUSP", "BNK") == {
        "BFEE": 1_250, "BINT": 0, "SUSP": 0, "BNK": -1_250}  # fmt: skip


@pytest.mark.parametrize("code", ["61", "70", "PMNT-MDOP-INTR", "NINT"])
def test_interest_of_the_bank_is_apart_from_its_charges(world: World, code: str) -> None:
    assert world.bank({"cents": -900, "operation_code": code})["bank_charges"] == 1
    assert of_house(world, "BFEE", "BINT", "BNK") == {"BFEE": 0, "BINT": 900, "BNK": -900}


def test_charges_given_back_and_interest_earned_are_no_money_received(world: World) -> None:
    answer = world.bank(
        {"cents": 300, "operation_code": "62", "text": "REMBOURSEMENT COMMISSION"},
        {"cents": 70, "operation_code": "63", "text": "INTERETS CREDITEURS"},
    )
    assert (answer["bank_charges"], answer["received"]) == (2, 0)
    assert of_house(world, "BFEE", "BINT", "BNK", "UNAL") == {
        "BFEE": -300, "BINT": -70, "BNK": 370, "UNAL": 0}  # fmt: skip
    assert world.one("SELECT count(*) FROM payment") == 0
    assert off(world) == {FACTOR_IBAN: (370, 370, 0)}


def test_each_line_of_the_bank_is_an_entry_of_its_own_with_its_value_date(world: World) -> None:
    monday = world.on + timedelta(days=3)
    world.bank(
        {"cents": -100, "operation_code": "62"},
        {"cents": -200, "operation_code": "62", "value_on": monday},
        {"cents": -300, "text": "UNKNOWN"},
    )
    assert world.rows(
        "SELECT e.key = 'movement/' || m.id, e.value_on, m.amount_cents FROM entry e"
        " JOIN bank_movement m ON e.key LIKE '%%/' || m.id ORDER BY m.id"
    ) == [(True, world.on, -100), (True, monday, -200), (True, world.on, -300)]


def opening(world: World, cents: int) -> None:
    world.told[FACTOR_IBAN] = (0, cents)


def test_what_stood_before_the_first_statement_is_booked_once(world: World) -> None:
    opening(world, 5_000_000)
    first = world.statement({"cents": 1_000})
    world.take(*first)
    assert of_house(world, "BNK", "OPENB") == {"BNK": 5_001_000, "OPENB": -5_000_000}
    world.take(*first)
    world.on += timedelta(days=3)
    world.bank({"cents": 500})
    assert of_house(world, "BNK", "OPENB") == {"BNK": 5_001_500, "OPENB": -5_000_000}
    assert world.one("SELECT count(*) FROM entry WHERE key LIKE 'opening/%%'") == 1
    assert off(world) == {FACTOR_IBAN: (5_001_500, 5_001_500, 0)}


def test_a_first_statement_that_tells_no_opening_balance_proves_nothing(world: World) -> None:
    opening(world, 5_000_000)
    statements, movements = world.statement({"cents": 1_000}, {"cents": -400})
    unsaid = pl.lit(None, pl.Int64).alias("opening_cents")
    with refused(world.conn, "statement_without_balance"):
        world.take(statements.with_columns(unsaid), movements)


def test_an_account_overdrawn_at_first_opens_with_a_debt(world: World) -> None:
    opening(world, -20_000)
    world.bank({"cents": 1_000})
    assert of_house(world, "BNK", "OPENB") == {"BNK": -19_000, "OPENB": 20_000}


def test_an_account_that_begins_at_nothing_opens_without_an_entry(world: World) -> None:
    world.bank({"cents": 1_000})
    assert world.one("SELECT count(*) FROM entry WHERE key LIKE 'opening/%%'") == 0


def test_each_account_of_ours_is_proved_by_itself(world: World) -> None:
    world.own_account(IBAN_2)
    opening(world, 700)
    world.bank({"cents": 1_000})
    world.take(*world.statement({"cents": 2_000}, iban=IBAN_2))
    assert off(world) == {FACTOR_IBAN: (1_700, 1_700, 0), IBAN_2: (2_000, 2_000, 0)}


def test_a_line_without_its_entry_is_named_and_stops_the_close(world: World) -> None:
    world.bank({"cents": 1_000, "text": "BOOKED"})
    told_only(world, -4_200, "NEVER BOOKED")
    world.rows("INSERT INTO bank_statement SELECT nextval('ids'), own_account_id, 'LATER', 9,"
               " closed_on, closed_on, 1000, -3200, digest, act_id FROM bank_statement LIMIT 1"
               " RETURNING id")  # fmt: skip
    assert off(world) == {FACTOR_IBAN: (-3_200, 1_000, 4_200)}
    assert lines(world) == [("line_without_entry", -4_200, 0, "NEVER BOOKED")]
    asked = world.asked("aron")
    with refused(
        world.conn, "bank_differs", iban=FACTOR_IBAN, closing_cents=-3_200, ledger_cents=1_000,
        off_cents=4_200, lines=["2026-01-16 -42.00 NEVER BOOKED"],
    ):  # fmt: skip
        close.close_day(world.conn, asked, day=world.on)


def booked_only(world: World, key: str, own_account_id: int, cents: int) -> None:
    """An entry on the bank that no statement tells."""
    with world.conn.transaction():
        entry = world.one(
            """INSERT INTO entry (contract_id, key, journal, entry_on, value_on, act_id)
               VALUES (%s, %s, 'BQ', %s, %s, 1) RETURNING id""",
            world.house, key, world.on, world.on,
        )  # fmt: skip
        world.rows(
            """INSERT INTO posting (contract_id, entry_id, line, account, sub_id, currency,
                   amount_cents)
               SELECT %s, %s, line, account, sub_id, 'EUR', cents
               FROM (VALUES (1, 'BNK', %s::bigint, %s::bigint), (2, 'SUSP', 0, -%s::bigint))
                   v (line, account, sub_id, cents) RETURNING line""",
            world.house, entry, own_account_id, cents, cents,
        )  # fmt: skip


def test_an_entry_without_a_line_of_the_bank_is_named(world: World) -> None:
    world.bank({"cents": 1_000})
    booked_only(world, "by/mistake", world.ids["bank"], 55)
    assert off(world) == {FACTOR_IBAN: (1_000, 1_055, 55)}
    assert lines(world) == [("entry_without_line", 0, 55, "by/mistake")]


def test_money_of_the_bank_on_no_account_of_ours_is_a_difference_too(world: World) -> None:
    booked_only(world, "nowhere", 0, 55)
    assert off(world) == {"": (0, 55, 55), FACTOR_IBAN: (0, 0, 0)}


def test_what_was_proved_by_a_close_is_not_told_again(world: World) -> None:
    """A difference of today names today's lines, also after days that were proved."""
    world.contract()
    world.bank({"cents": 1_000, "text": "BOOKED"})
    world.close()
    world.on += timedelta(days=1)
    told_only(world, 300, "TODAY")
    world.rows("INSERT INTO bank_statement SELECT nextval('ids'), own_account_id, 'LATER', 9,"
               " %s, %s, 1000, 1300, digest, act_id FROM bank_statement LIMIT 1 RETURNING id",
               world.on, world.on)  # fmt: skip
    assert lines(world) == [("line_without_entry", 300, 0, "TODAY")]
    with pytest.raises(Refused, match="bank_differs") as caught:
        world.close()
    assert caught.value.facts["lines"] == ["2026-01-17 3.00 TODAY"]


def test_the_whole_finds_what_evens_out_and_what_the_kept_sum_has_lost(world: World) -> None:
    world.bank({"cents": 1_000, "text": "BOOKED"})
    told_only(world, 300, "ONE")
    told_only(world, -300, "OTHER")
    assert off(world) == {FACTOR_IBAN: (1_000, 1_000, 0)}
    assert lines(world) == []
    (row,) = proof(world.conn, whole=True)
    assert [(line["what"], line["bank_cents"], line["text"]) for line in row["lines"]] == [
        ("line_without_entry", 300, "ONE"), ("line_without_entry", -300, "OTHER")]  # fmt: skip
    with superuser_connect(world.conn.info.dbname) as owner:
        owner.execute("UPDATE bank_ledger SET amount_cents = amount_cents + 7")
    assert off(world)[FACTOR_IBAN] == (1_000, 1_007, 7)
    (row,) = proof(world.conn, whole=True)
    assert (row["ledger_cents"], row["off_cents"]) == (1_000, 0)


def test_a_night_reads_no_balance_of_the_history(world: World) -> None:
    """The plan of the proof scans kept sums: what it reads does not grow with the days."""
    world.bank({"cents": 1_000})
    text = (files("comptant.store") / "sql" / "bank_proof.sql").read_text()
    plan = "\n".join(row[0] for row in world.conn.execute(
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + text, {"whole": False}))  # fmt: skip
    assert "on bank_ledger" in plan
    scans = [line for line in plan.splitlines() if "on balance" in line]
    assert all("never executed" in line for line in scans)


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "as in CFONB 120"])
def test_statements_that_overlap_and_tell_all_leave_no_gap(world: World, numbered: bool) -> None:
    """From the 16th to the 16th, then from the 16th to the 19th, then from the 18th to the 20th."""
    bare = {} if numbered else {"statement_reference": None, "sequence": None}
    friday = world.on
    told = [(0, 0, 1_000, [(0, 1_000)]), (0, 0, 1_700, [(0, 1_000), (3, 700)]),
            (2, 1_000, 2_000, [(3, 700), (4, 300)])]  # fmt: skip
    for first, opening, closing, booked in told:
        world.on = friday + timedelta(days=booked[-1][0])
        statements, lines_ = world.statement(*({"cents": cents} for _, cents in booked))
        days = pl.Series([friday + timedelta(days=n) for n, _ in booked])
        facts = {"opened_on": friday + timedelta(days=first), "opening_cents": opening,
                 "closing_cents": closing, **bare}  # fmt: skip
        statements = statements.with_columns(
            pl.lit(value).cast(statements.schema[name]).alias(name) for name, value in facts.items()
        )
        world.take(statements, lines_.with_columns(booked_on=days, value_on=days))
    assert off(world) == {FACTOR_IBAN: (2_000, 2_000, 0)}
    assert [row["lines"] for row in proof(world.conn, whole=True)] == [[]]
    # One that opens on what never stood is a gap still.
    with superuser_connect(world.conn.info.dbname) as owner:
        owner.execute("ALTER TABLE bank_statement DISABLE TRIGGER ALL")
        owner.execute("UPDATE bank_statement SET opening_cents = 999 WHERE closing_cents = 2000")
        owner.commit()
    (gap,) = proof(world.conn, whole=True)[0]["lines"]
    assert (gap["what"], gap["bank_cents"], gap["ledger_cents"]) == ("statement_gap", 999, 1_700)


def test_the_bank_is_proved_as_of_a_day_whenever_its_statement_came(world: World) -> None:
    first = world.on
    world.bank({"cents": 250_000, "text": "WHO", "payer_name": "BETA SA"})
    later = []
    for cents in (100_000, -4_000):
        world.on += timedelta(days=1)
        later.append(world.statement({"cents": cents, "text": "FRAIS", "operation_code": "62"}))
    for statement in later:  # both taken in on the last day
        world.take(*statement)
    days = [first + timedelta(days=n) for n in range(-1, 3)]
    told = [proof_on(world.conn, day)[0] for day in days]
    assert [(row["closed_on"], row["closing_cents"], row["ledger_cents"], row["off_cents"])
            for row in told] == [
        (None, 0, 0, 0), (first, 250_000, 250_000, 0), (days[2], 350_000, 350_000, 0),
        (days[3], 346_000, 346_000, 0),
    ]  # fmt: skip


def test_a_day_that_differs_names_its_lines_and_no_later_ones(world: World) -> None:
    first = world.on
    told_only(world, 900, "never booked")
    with superuser_connect(world.conn.info.dbname) as owner:
        owner.execute("ALTER TABLE bank_statement DISABLE TRIGGER ALL")
        owner.execute("UPDATE bank_statement SET closing_cents = 900")
        owner.commit()
    world.told[FACTOR_IBAN] = (1, 900)
    world.on += timedelta(days=1)
    told_only(world, 50, "later")
    (row,) = proof_on(world.conn, first)
    assert (row["closing_cents"], row["ledger_cents"], row["off_cents"]) == (900, 0, -900)
    assert [line["text"] for line in row["lines"]] == ["never booked"]
