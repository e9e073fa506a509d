"""The score of a company: each factor to its exact value and points, as of a day."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.warning import CUTS, FACTORS, FLOW, SUBJECTS, in_force, level_of
from comptant.rules.warning_flow import flow_of
from comptant.rules.warning_score import scored

ON = date(2027, 7, 1)
Row = dict[str, Any]


def invoice(id_: int, due: int, **told: Any) -> Row:
    """An invoice due so many days before ON, issued thirty days earlier, paid on its due day."""
    due_on = ON - timedelta(days=due)
    return {"contract_id": 1, "client_id": 10, "buyer_id": 20, "invoice_id": id_, "currency": "EUR",
            "issued_on": due_on - timedelta(days=30), "due_on": due_on, "gross_cents": 100_000,
            "open_cents": 0, "paid_on": due_on, "disputed_cents": 0, "disputed_on": None,
            **told}  # fmt: skip


def paid(id_: int, due: int, late: int, **told: Any) -> Row:
    return invoice(id_, due, paid_on=ON - timedelta(days=due - late), **told)


def steady() -> list[Row]:
    """Months in which a buyer paid five days late, the last three among them."""
    return [paid(id_, due, 5) for id_, due in enumerate(range(30, 340, 20), start=1)]


def factors(
    rows: list[Row], cuts: list[Row] | None = None, subject: str = "BUYER"
) -> dict[str, Row]:
    scores, measured = scored(*flow_of(FLOW.frame(rows), ON), CUTS.frame(cuts or []), ON)
    assert scores.height == len({row["buyer_id"] for row in rows}) + len(
        {row["client_id"] for row in rows})  # fmt: skip
    return {row["factor"]: row for row in measured.filter(
        pl.col("warning_subject") == subject).iter_rows(named=True)}  # fmt: skip


def score(rows: list[Row], subject: str = "BUYER") -> int:
    scores, _ = scored(*flow_of(FLOW.frame(rows), ON), CUTS.empty(), ON)
    return int(scores.filter(pl.col("warning_subject") == subject)["score"].item())


def test_who_goes_on_as_ever_has_no_points() -> None:
    assert score(steady()) == 0


def test_a_delay_that_grows_has_points_from_two_days_to_fifteen() -> None:
    later = [paid(100 + n, 10 + n, 12) for n in range(4)]
    found = factors(steady() + later)["DELAY_DRIFT"]
    # Three of the steady ones and four of twelve days: (3 x 5 + 4 x 12) / 7 = 9, against 5.
    assert (found["measured"], found["usual"], found["points"]) == (9, 5, 2 * 30 // 13)
    worst = factors(steady() + [paid(100 + n, 40 + n, 40) for n in range(40)])["DELAY_DRIFT"]
    assert worst["points"] == worst["most_points"] == 30


def test_what_is_open_beyond_the_usual_delay_is_behind() -> None:
    open_ = [invoice(200, 20, open_cents=100_000, paid_on=None),
             invoice(201, 21, open_cents=60_000, paid_on=None)]  # fmt: skip
    found = factors(steady() + open_)["BACKLOG"]
    # Usual are 5 days: 20 is not beyond 5 + 15, 21 is.
    assert (found["measured"], found["points"]) == (375_000, 30)
    assert [one["invoice_id"] for one in found["invoices"]] == [201]


def test_a_limit_cut_counts_by_its_part_of_the_highest() -> None:
    cut = [{"buyer_id": 20, "currency": "EUR", "peak_cents": 1_000_000, "limit_cents": 650_000}]
    found = factors(steady(), cut)["LIMIT_CUT"]
    assert (found["measured"], found["points"]) == (350_000, 10)
    assert factors(steady())["LIMIT_CUT"]["measured"] is None


def test_disputes_and_credit_notes_count_beyond_what_is_usual() -> None:
    lately = ON - timedelta(days=8)
    contested = [paid(300, 10, 5, disputed_cents=100_000, disputed_on=lately)]
    found = factors(steady() + contested)["DISPUTES"]
    # Invoiced in three months: those due 30, 50 and 10 days ago.
    assert (found["measured"], found["usual"], found["points"]) == (333_333, 0, 8)
    assert [one["invoice_id"] for one in found["invoices"]] == [300]
    note = invoice(301, 5, gross_cents=-20_000, issued_on=lately, due_on=lately, paid_on=None)
    found = factors([*steady(), note], subject="CLIENT")["DILUTION"]
    assert (found["measured"], found["points"]) == (100_000, 24)


def test_less_than_in_the_same_season_counts_once_there_is_a_year() -> None:
    season = [paid(400 + n, 370, 5) for n in range(4)]
    found = factors([*steady(), *season, invoice(450, 480)], subject="CLIENT")["SEASON"]
    sold, before = 200_000, 400_000  # issued in three months, and in the same a year ago
    assert found["measured"] == (before - sold) * 1_000_000 // before
    assert factors(steady())["SEASON"]["measured"] is None


def test_what_cannot_be_compared_is_not_measured() -> None:
    found = factors([paid(1, 10, 40), paid(2, 200, 0)])
    assert found["DELAY_DRIFT"]["measured"] is None
    assert found["DELAY_DRIFT"]["points"] == 0


def test_invoices_of_later_days_tell_nothing() -> None:
    later = [invoice(500 + n, -60, open_cents=100_000, paid_on=None,
                     issued_on=ON + timedelta(days=1)) for n in range(5)]  # fmt: skip
    assert score(steady() + later) == 0


def test_a_company_of_two_currencies_has_the_worst_of_them() -> None:
    open_ = [invoice(601, 60, open_cents=100_000, paid_on=None, currency="USD")]
    scores, measured = scored(*flow_of(FLOW.frame(steady() + open_), ON), CUTS.empty(), ON)
    buyer = scores.filter(pl.col("warning_subject") == "BUYER").row(0, named=True)
    assert (buyer["currency"], buyer["score"]) == ("USD", 30)
    assert set(measured.filter(pl.col("warning_subject") == "BUYER")["currency"]) == {"USD"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_weights_of_a_company_come_to_a_hundred(subject: str) -> None:
    known = [one for one in in_force(ON) if one.subject == subject]
    assert sum(one.points for one in known) == 100
    assert {one.factor for one in known} == set(FACTORS)
    assert all(one.from_value < one.full_value for one in known)


def test_levels_begin_at_twenty_and_forty() -> None:
    assert [level_of(points) for points in (19, 20, 39, 40)] == ["QUIET", "WATCH", "WATCH", "ALERT"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(-40, 440),
                          st.integers(-5, 60), st.booleans()), min_size=1, max_size=40),
       st.integers(1, 39))  # fmt: skip
def test_slices_of_contracts_add_up(drawn: list[tuple[int, int, int, int, bool]], cut: int) -> None:
    rows = []
    for id_, (contract, buyer, due, late, is_open) in enumerate(drawn, start=1):
        told: Row = {"contract_id": contract, "client_id": contract + 100, "buyer_id": buyer}
        row = paid(id_, due, late, **told)
        is_open = is_open or row["paid_on"] > ON
        rows.append(row | {"open_cents": 100_000, "paid_on": None} if is_open else row)
    whole = FLOW.frame(rows)
    parts = [whole.filter(pl.col("contract_id") <= cut % 3), whole.filter(
        pl.col("contract_id") > cut % 3)]  # fmt: skip
    pairs, showing = zip(*(flow_of(part, ON) for part in parts), strict=True)
    sliced, _ = scored(pl.concat(pairs), pl.concat(showing), CUTS.empty(), ON)
    at_once, _ = scored(*flow_of(whole, ON), CUTS.empty(), ON)
    assert sliced.rows() == at_once.rows()
