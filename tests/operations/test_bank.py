"""Statements taken in: the same money once, new money always, a gap or a wrong account never."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.banking import bank
from comptant.operations.banking.bank_proof import prove
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

IBAN_2 = "FR7630006000010000000000152"
TEN = {"cents": 1_000, "text": "PAYMENT"}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def movements(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT remittance_text, amount_cents, occurrence FROM bank_movement ORDER BY id"
    )


def changed(statements: pl.DataFrame, **facts: object) -> pl.DataFrame:
    """The same statements with other facts."""
    return statements.with_columns(
        pl.lit(value, statements.schema[name]).alias(name) for name, value in facts.items()
    )


def test_two_identical_movements_of_one_day_are_two_payments(world: World) -> None:
    answer = world.bank(TEN, TEN)
    assert (answer["movements"], answer["new"], answer["received_cents"]) == (2, 2, 2_000)
    assert movements(world) == [("PAYMENT", 1_000, 1), ("PAYMENT", 1_000, 2)]
    assert world.rows("SELECT amount_cents, open_cents FROM payment") == [(1_000, 1_000)] * 2
    assert world.balance(world.house, "UNAL") == -2_000
    assert world.balance(world.house, "BNK") == 2_000


def test_the_same_statement_again_adds_nothing(world: World) -> None:
    told = world.statement(TEN, TEN)
    world.take(*told)
    before = world.rows("SELECT * FROM entry"), world.rows("SELECT * FROM bank_movement")
    again = world.take(*told)
    assert (again["movements"], again["new"], again["received"]) == (2, 0, 0)
    assert (world.rows("SELECT * FROM entry"), world.rows("SELECT * FROM bank_movement")) == before
    assert world.one("SELECT count(*) FROM bank_statement") == 1


def test_the_same_statement_under_the_same_key_is_the_first_answer(world: World) -> None:
    told = world.statement(TEN)
    first = world.take(*told, key="statement-1")
    acts = world.one("SELECT count(*) FROM act")
    assert world.take(*told, key="statement-1") == first
    assert world.one("SELECT count(*) FROM act") == acts


def test_a_statement_issued_again_with_more_adds_only_what_is_new(world: World) -> None:
    statements, told = world.statement(TEN)
    world.take(statements, told)
    _, more = world.statement(TEN, TEN, {"cents": 700, "text": "LATE LINE"})
    again = world.take(changed(statements, closing_cents=2_700), more)
    assert (again["movements"], again["new"], again["received_cents"]) == (3, 2, 1_700)
    assert movements(world) == [("PAYMENT", 1_000, 1), ("PAYMENT", 1_000, 2), ("LATE LINE", 700, 1)]


def test_a_statement_that_overlaps_the_last_adds_only_what_is_new(world: World) -> None:
    world.bank(TEN)
    first = world.on
    world.on += timedelta(days=3)
    statements, told = world.statement({"cents": 700, "text": "MONDAY"})
    both = pl.concat([
        told.with_columns(
            amount_cents=pl.lit(1_000, pl.Int64), booked_on=pl.lit(first), value_on=pl.lit(first),
            remittance_text=pl.lit("PAYMENT"), row_number=pl.lit(0, pl.Int64),
        ),
        told,
    ])  # fmt: skip
    week = changed(statements, opened_on=first, opening_cents=0, statement_reference="WEEK")
    answer = world.take(week, both)
    assert (answer["movements"], answer["new"], answer["received_cents"]) == (2, 1, 700)
    assert movements(world) == [("PAYMENT", 1_000, 1), ("MONDAY", 700, 1)]
    world.on += timedelta(days=1)
    assert world.bank(TEN)["new"] == 1


def test_a_second_statement_of_the_day_that_follows_the_first_is_new_money(world: World) -> None:
    world.bank(TEN)
    assert world.bank(TEN)["new"] == 1
    assert movements(world) == [("PAYMENT", 1_000, 1), ("PAYMENT", 1_000, 2)]
    assert world.balance(world.house, "UNAL") == -2_000


def test_the_second_statement_of_a_day_issued_again_adds_nothing(world: World) -> None:
    world.bank(TEN)
    second = world.statement(TEN)
    world.take(*second)
    assert world.take(*second)["new"] == 0
    assert world.balance(world.house, "UNAL") == -2_000


def test_statements_without_a_number_are_told_apart_by_where_they_open(world: World) -> None:
    """As in CFONB 120: two of one day, the second again, then the next day's."""
    unnumbered = {"statement_reference": None, "sequence": None}
    first, second = world.statement(TEN), world.statement(TEN)
    for statements, told in (first, second, second):
        world.take(changed(statements, **unnumbered), told)
    assert world.rows("SELECT reference, closing_cents FROM bank_statement ORDER BY id") == [
        ("from 0", 1_000), ("from 1000", 2_000)]  # fmt: skip
    world.on += timedelta(days=3)
    statements, told = world.statement(TEN)
    assert world.take(changed(statements, **unnumbered), told)["new"] == 1
    assert world.balance(world.house, "UNAL") == -3_000


def test_a_bank_reference_tells_movements_apart_and_the_same_one_again(world: World) -> None:
    world.bank({**TEN, "bank_reference": "R1"}, {**TEN, "bank_reference": "R2"})
    statements, told = world.statement({**TEN, "bank_reference": "R2", "text": "TOLD OTHERWISE"})
    again = changed(statements, statement_reference="S1", sequence=1,
                    opening_cents=0, closing_cents=2_000)  # fmt: skip
    assert world.take(again, told)["new"] == 0


def unnumbered(statements: pl.DataFrame, **facts: object) -> pl.DataFrame:
    """The same statements issued again by a bank that numbers nothing."""
    return changed(statements, statement_reference="AGAIN", sequence=None, **facts)


@pytest.mark.parametrize("reference", [None, "R"])
def test_a_day_of_net_zero_told_again_adds_nothing(world: World, reference: str | None) -> None:
    both = [{"cents": cents, "text": "SAME", "bank_reference": reference and f"{reference}{cents}"}
            for cents in (500_000, -500_000)]  # fmt: skip
    statements, told = world.statement(*both)
    assert world.take(statements, told)["new"] == 2
    assert world.take(unnumbered(statements), told)["new"] == 0
    # And inside a longer statement, in sequence, of a later day.
    first = world.on
    world.on += timedelta(days=3)
    longer, more = world.statement(*both, {"cents": 30_000, "text": "MONDAY"})
    days = pl.Series([first, first, world.on])
    more = more.with_columns(booked_on=days, value_on=days)
    assert world.take(changed(longer, opened_on=first), more)["new"] == 1
    assert world.balance(world.house, "BNK") == 30_000
    assert prove(world.conn) == 1


def test_a_line_told_again_under_its_reference_is_one_unless_the_balance_grows_by_it(
    world: World,
) -> None:
    world.bank({**TEN, "bank_reference": "R1"})
    statements, told = world.statement({**TEN, "bank_reference": "R1"})
    again = changed(
        statements, statement_reference="S1", sequence=1, opening_cents=0, closing_cents=1_000
    )
    assert world.take(again, told)["new"] == 0
    assert world.take(statements, told)["new"] == 1
    assert world.balance(world.house, "BNK") == 2_000
    assert prove(world.conn) == 1


@pytest.mark.parametrize(("first", "then"), [(None, "R"), ("R", None), ("R", "OTHER")])
def test_a_statement_issued_again_under_other_references_makes_no_money(
    world: World, first: str | None, then: str | None
) -> None:
    def three(reference: str | None) -> list[dict[str, Any]]:
        return [
            {"cents": cents, "text": "PAY", "bank_reference": reference and f"{reference}{number}"}
            for number, cents in enumerate((1_000, 1_000, 3_000))
        ]

    world.bank(*three(first))
    world.told[FACTOR_IBAN] = (0, 0)
    statements, told = world.statement(*three(then), {"cents": 500, "text": "LATE"})
    whole = changed(statements, closing_cents=5_000)
    assert world.take(whole, told.head(3))["new"] == 0
    assert world.take(changed(statements, closing_cents=5_500), told)["new"] == 1
    assert world.balance(world.house, "BNK") == 5_500
    assert prove(world.conn) == 1


def test_a_statement_whose_lines_do_not_make_its_balance_is_refused(world: World) -> None:
    world.bank(TEN)
    world.told[FACTOR_IBAN] = (0, 0)
    statements, told = world.statement(TEN, {"cents": 700, "text": "LATE LINE"})
    with refused(
        world.conn, "statement_contradicts", iban=FACTOR_IBAN, closed_on=world.on,
        closing_cents=1_000, told_cents=0, added_cents=700,
    ):  # fmt: skip
        world.take(changed(statements, closing_cents=1_000), told)


def test_a_statement_issued_again_with_more_has_the_last_word_on_its_closing_balance(
    world: World,
) -> None:
    statements, told = world.statement(TEN)
    world.take(statements, told)
    world.told[FACTOR_IBAN] = (0, 0)
    _, more = world.statement(TEN, {"cents": 700, "text": "LATE LINE"})
    world.take(changed(statements, closing_cents=1_700), more)
    assert prove(world.conn) == 1
    assert world.take(changed(statements, closing_cents=1_700), more)["new"] == 0
    world.on += timedelta(days=3)
    assert world.bank({"cents": 5})["new"] == 1
    assert prove(world.conn) == 1


def test_a_statement_without_its_closing_balance_is_not_booked(world: World) -> None:
    statements, told = world.statement(TEN)
    for missing in ("closing_cents", "opening_cents"):  # the first must tell where it opens too
        with refused(world.conn, "statement_without_balance", iban=FACTOR_IBAN, closed_on=world.on):
            world.take(changed(statements, **{missing: None}), told)
    world.take(statements, told)
    world.on += timedelta(days=3)
    statements, told = world.statement(TEN)
    with refused(world.conn, "statement_without_balance", iban=FACTOR_IBAN, closed_on=world.on):
        world.take(changed(statements, closing_cents=None), told)
    assert world.one("SELECT count(*) FROM bank_statement") == 1


def test_a_statement_that_does_not_tell_where_it_opens_is_proved_by_the_one_before(
    world: World,
) -> None:
    world.told[FACTOR_IBAN] = (0, 2_000)
    world.bank(TEN)
    world.on += timedelta(days=3)
    statements, told = world.statement(TEN)
    with refused(
        world.conn, "statement_contradicts", iban=FACTOR_IBAN, closed_on=world.on,
        closing_cents=4_500, told_cents=1_500, added_cents=1_000,
    ):  # fmt: skip
        world.take(changed(statements, opening_cents=None, closing_cents=4_500), told)
    world.take(changed(statements, opening_cents=None), told)
    assert world.take(unnumbered(statements, opening_cents=None), told)["new"] == 0
    assert world.balance(world.house, "BNK") == 4_000
    assert prove(world.conn) == 1


def test_a_statement_of_before_the_first_brings_no_money(world: World) -> None:
    world.told[FACTOR_IBAN] = (0, 2_000)
    world.bank(TEN)  # 2 000 stood there before
    older, told = world.statement({"cents": 2_000, "text": "OF DECEMBER"})
    december = date(2025, 12, 31)
    days = {"opened_on": december, "closed_on": december, "statement_reference": "D",
            "opening_cents": 0, "closing_cents": 2_000, "sequence": None}  # fmt: skip
    told = told.with_columns(booked_on=pl.lit(december), value_on=pl.lit(december))
    with refused(
        world.conn, "statement_contradicts", iban=FACTOR_IBAN, closed_on=december,
        closing_cents=2_000, told_cents=0, added_cents=2_000,
    ):  # fmt: skip
        world.take(changed(older, **days), told)
    assert prove(world.conn) == 1


def test_a_gap_is_refused_with_what_was_expected_and_found(world: World) -> None:
    world.bank(TEN)
    last = world.on
    world.on += timedelta(days=3)
    world.statement({"cents": 5_000})  # never taken in
    world.on += timedelta(days=1)
    told = world.statement({"cents": 300})
    with refused(
        world.conn, "statement_gap", iban=FACTOR_IBAN, opening_cents=6_000, expected_cents=1_000,
        last_on=last, sequence=3, last_sequence=1,
    ):  # fmt: skip
        world.take(*told)


def test_a_gap_within_one_day_is_refused_too(world: World) -> None:
    world.bank(TEN)
    world.statement({"cents": 5_000})  # never taken in
    told = world.statement(TEN)
    with refused(
        world.conn, "statement_gap", opening_cents=6_000, expected_cents=1_000, sequence=3,
        last_sequence=1,
    ):  # fmt: skip
        world.take(*told)


def test_a_skipped_number_is_a_gap_even_where_the_balances_agree(world: World) -> None:
    world.bank(TEN)
    world.on += timedelta(days=3)
    statements, told = world.statement(TEN)
    with refused(world.conn, "statement_gap", sequence=4, last_sequence=1, expected_cents=1_000):
        world.take(changed(statements, sequence=4), told)


def test_numbers_may_start_again_with_the_year(writer: psycopg.Connection) -> None:
    world = open_world(writer, date(2026, 12, 31))
    world.told[FACTOR_IBAN] = (250, 0)
    world.bank(TEN)
    world.on = date(2027, 1, 4)
    world.told[FACTOR_IBAN] = (0, 1_000)
    assert world.bank(TEN)["new"] == 1


@pytest.mark.parametrize(
    ("facts", "code", "said"),
    [
        ({"account_iban": IBAN_2}, "account_not_ours", {"iban": IBAN_2}),
        ({"closed_on": date(2026, 1, 17)}, "statement_in_future", {"closed_on": date(2026, 1, 17)}),
        ({"currency": "USD"}, "currency_differs", {"currency": "USD"}),
    ],
)
def test_a_statement_that_is_not_ours_to_book_is_refused_whole(
    world: World, facts: dict[str, object], code: str, said: dict[str, object]
) -> None:
    statements, told = world.statement(TEN)
    with refused(world.conn, code, **said):
        world.take(changed(statements, **facts), told)


def test_only_the_declared_source_of_an_account_books(world: World) -> None:
    told = world.statement(TEN)
    with refused(
        world.conn, "source_does_not_book", iban=FACTOR_IBAN, source="cfonb120", books="camt.053"
    ):
        world.take(*told, source="cfonb120")


def test_of_two_statements_in_a_file_nothing_stays_when_the_second_is_refused(
    world: World,
) -> None:
    first, told = world.statement(TEN)
    second, more = world.statement({"cents": 2_500}, iban=IBAN_2)
    number = pl.lit(2, pl.Int64).alias("statement_number")
    with refused(world.conn, "account_not_ours", iban=IBAN_2):
        world.take(
            pl.concat([first, second.with_columns(number)]),
            pl.concat([told, more.with_columns(number)]),
        )
    world.own_account(IBAN_2)
    taken = world.take(
        pl.concat([first, second.with_columns(number)]),
        pl.concat([told, more.with_columns(number)]),
    )
    assert [(each["account"], each["new"]) for each in taken["statements"]] == [
        (FACTOR_IBAN, 1), (IBAN_2, 1)]  # fmt: skip
    assert world.rows("SELECT account, sub_id = %s, amount_cents FROM posting WHERE account = 'BNK'"
                      " ORDER BY amount_cents", world.ids["bank"]) == [
        ("BNK", True, 1_000), ("BNK", False, 2_500)]  # fmt: skip


def test_a_debit_and_a_credit_of_zero_are_nothing(world: World) -> None:
    answer = world.bank({"cents": 0, "text": "INFORMATION"})
    assert (answer["movements"], answer["new"]) == (1, 0)
    assert world.one("SELECT count(*) FROM entry") == 0


def test_a_client_may_not_take_a_statement_in(world: World) -> None:
    world.users["tania"] = world.users["alice"]
    with refused(world.conn, "not_your_right", operation="bank", login="alice"):
        world.bank(TEN)


def slice_by(world: World, monkeypatch: pytest.MonkeyPatch, lines: int) -> list[dict[str, Any]]:
    """Seven payments, three of them unlike, booked so many a transaction."""
    monkeypatch.setattr(bank, "SLICE", lines)
    return [{"cents": 1_000 * n, "text": f"PAYMENT {n}"} for n in range(1, 8)]


def test_a_large_file_is_booked_by_slices_and_answers_their_sums(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = world.statement(*slice_by(world, monkeypatch, 3))
    answer = world.take(*told, key="large")
    assert (answer["new"], answer["received"], answer["received_cents"]) == (7, 7, 28_000)
    assert answer["matched"] == {"UNKNOWN": 7}
    assert len(answer["slices"]) == 2
    assert world.balance(world.house, "BNK") == 28_000
    assert world.rows("SELECT operation, count(*) FROM act WHERE operation LIKE 'bank%%'"
                      " GROUP BY 1 ORDER BY 1") == [("bank", 1), ("bank_slice", 2)]  # fmt: skip
    before = world.one("SELECT count(*) FROM entry")
    assert world.take(*told, key="large") == answer
    assert world.take(*told)["new"] == 0
    assert world.one("SELECT count(*) FROM entry") == before


def test_a_slice_is_booked_once_whoever_asks_and_under_whatever_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = world.statement(*slice_by(world, monkeypatch, 3))
    (act_id, number, *_), _ = world.take(*told)["slices"]
    for key in ("k", f"bank/{act_id}/9"):
        with refused(world.conn, "slice_key_wrong", key=f"bank/{act_id}/{number}"):
            bank.bank_slice(world.conn, world.asked("tania", key), act_id=act_id, number=number)
    again = world.asked("tania", f"bank/{act_id}/{number}")
    bank.bank_slice(world.conn, again, act_id=act_id, number=number)
    # The first slice is the file's own act.
    with refused(world.conn, "slice_unknown"):
        bank.bank_slice(
            world.conn, world.asked("tania", f"bank/{act_id}/1"), act_id=act_id, number=1
        )
    assert world.balance(world.house, "BNK") == 28_000
    assert world.one("SELECT count(*) FROM payment") == 7


@pytest.mark.parametrize("key", ["large", "another"])
def test_whoever_sends_a_file_again_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    told = world.statement(*slice_by(world, monkeypatch, 3))
    real, calls = bank.bank_slice, []

    def stopped(*args: Any, **kwargs: Any) -> Any:
        calls.append(kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(bank, "bank_slice", stopped)
    with pytest.raises(KeyboardInterrupt):
        world.take(*told, key="large")
    assert world.balance(world.house, "BNK") == 1_000 * (1 + 2 + 3 + 4 + 5 + 6)
    # Half booked, the bank differs from the ledger by the lines that wait: no day is closed on it.
    with pytest.raises(Refused, match="bank_differs") as caught:
        prove(world.conn)
    assert caught.value.facts["lines"] == ["2026-01-16 70.00 PAYMENT 7"]
    world.take(*told, key=key)
    assert world.balance(world.house, "BNK") == 28_000
    assert world.one("SELECT count(*) FROM payment") == 7
    assert prove(world.conn) == 1
