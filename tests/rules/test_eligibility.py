"""Eligibility: one executable example per reason, boundaries, precedence, and C-3."""

import string
from datetime import date, timedelta
from itertools import combinations, pairwise

import polars as pl
import pytest
from eligibility_cases import HELD, OPEN, REFUSED, WHOLE_CENTS, facts, judged

from comptant.rules.batch import BrokenBatch
from comptant.rules.columns import VOCABULARY
from comptant.rules.eligibility import (
    CREDIT_NOTES,
    ELIGIBILITY_FACTS,
    FOUND_LATER,
    HOLDS,
    REFUSALS,
    judge,
)
from comptant.rules.reasons import REASONS


def test_a_clean_invoice_is_taken_and_wholly_fundable() -> None:
    row = judged({})
    assert (row["refusal"], row["hold"], row["holds"]) == (None, None, "")
    assert (row["advance_class"], row["excluded_cents"]) == ("STANDARD", 0)
    assert row["only_approved_counts"] is False
    assert row["next_change_on"] == date(2026, 4, 16)


@pytest.mark.parametrize("code", REFUSED)
def test_each_refusal_has_its_example(code: str) -> None:
    assert judged(REFUSED[code])["refusal"] == code


@pytest.mark.parametrize("code", HELD)
def test_each_hold_has_its_example(code: str) -> None:
    row = judged(HELD[code])
    assert (row["refusal"], row["hold"], row["holds"]) == (None, code, code)


def test_every_code_has_an_example_and_a_reason_in_the_order_of_precedence() -> None:
    held = [code for code in HOLDS if code not in FOUND_LATER]
    assert list(REFUSED) == list(REFUSALS)
    assert list(HELD) == held
    effects = {code: reason.effect for code, reason in REASONS.items()}
    assert [code for code in effects if effects[code] == "REJECT"] == list(REFUSALS)
    assert [code for code in effects if effects[code].startswith("INEL")] == held


def pairs(examples: dict[str, dict[str, object]]) -> list[tuple[str, dict[str, object]]]:
    """Each two codes whose examples can hold together: the worse, and the facts of both."""
    return [
        (worse, examples[other] | examples[worse])
        for worse, other in combinations(examples, 2)
        if not examples[worse].keys() & examples[other].keys()
    ]


def test_the_worse_of_two_refusals_answers() -> None:
    expected, changes = zip(*pairs(REFUSED), strict=True)
    assert judge(facts(*changes))["refusal"].to_list() == list(expected)
    assert len(expected) == 185  # of 190: five pairs exclude each other


def test_the_worse_of_two_holds_answers() -> None:
    # A recorded dispute answers instead of the e-invoice status: never both.
    both = {code: HELD[code] for code in HELD if code != "einvoice_disputed"}
    expected, changes = zip(*pairs(both), strict=True)
    assert judge(facts(*changes))["hold"].to_list() == list(expected)
    assert len(expected) == 459  # of 465


def test_all_holds_are_kept_worst_first() -> None:
    change = HELD["works_retention"] | HELD["buyer_linked"] | HELD["buyer_pending"]
    assert judged(change)["holds"] == "buyer_linked buyer_pending works_retention"


@pytest.mark.parametrize("code", FOUND_LATER)
def test_what_refuses_at_the_door_holds_inside(code: str) -> None:
    row = judged(REFUSED[code] | OPEN)
    assert (row["refusal"], row["hold"], row["excluded_cents"]) == (None, code, WHOLE_CENTS)


@pytest.mark.parametrize("code", sorted(set(REFUSED) - set(FOUND_LATER) - {"due_before_issue"}))
def test_what_only_counts_at_the_door_leaves_an_open_invoice_alone(code: str) -> None:
    row = judged(REFUSED[code] | OPEN)
    assert (row["refusal"], row["hold"]) == (None, None)


@pytest.mark.parametrize(
    ("last_good", "first_bad", "code"),
    [
        ({"issued_on": date(2025, 12, 17)}, REFUSED["sent_too_late"], "sent_too_late"),
        ({"issued_on": date(2026, 1, 16)}, {"issued_on": date(2026, 1, 17)}, "issued_in_future"),
        ({"gross_cents": 1}, {"gross_cents": -1}, "amount_not_positive"),
    ],
)
def test_refusals_begin_on_the_right_side_of_the_boundary(
    last_good: dict[str, object], first_bad: dict[str, object], code: str
) -> None:
    assert [judged(last_good)["refusal"], judged(first_bad)["refusal"]] == [None, code]


@pytest.mark.parametrize(
    ("last_good", "first_bad", "code"),
    [
        ({"due_on": date(2026, 1, 16)}, {"due_on": date(2026, 1, 15)}, "overdue_when_sent"),
        ({"today_on": date(2026, 4, 15)}, {"today_on": date(2026, 4, 16)}, "overdue"),
        ({"gross_cents": 50_000_00}, {"gross_cents": 50_000_01}, "delivery_not_proved"),
        ({"insurer_stop_on": date(2026, 1, 17)}, HELD["insurer_stop"], "insurer_stop"),
        ({"buyer_insolvent_on": date(2026, 1, 17)}, HELD["buyer_insolvent"], "buyer_insolvent"),
        (
            {"due_on": date(2026, 3, 31), "term_cap_days": None},
            {"due_on": date(2026, 4, 1), "term_cap_days": None},
            "term_too_long",
        ),
        (HELD["too_old"] | {"issued_on": date(2025, 8, 19)}, HELD["too_old"], "too_old"),
    ],
)
def test_holds_begin_on_the_right_side_of_the_boundary(
    last_good: dict[str, object], first_bad: dict[str, object], code: str
) -> None:
    assert [judged(last_good)["hold"], judged(first_bad)["hold"]] == [None, code]


def test_a_mention_on_the_invoice_replaces_the_notice() -> None:
    assert judged(HELD["buyer_not_notified"] | {"has_payment_mention": True})["hold"] is None


def test_a_confidential_contract_needs_no_notice() -> None:
    assert judged(HELD["buyer_not_notified"] | {"notice_required": False})["hold"] is None


def test_a_sampled_invoice_needs_its_proof_whatever_its_amount() -> None:
    proved = {"is_sampled": True, "has_delivery_proof": True}
    assert judged({"is_sampled": True})["hold"] == "delivery_not_proved"
    assert judged(proved)["hold"] is None


@pytest.mark.parametrize(
    ("answer", "drawn", "not_drawn"),
    [
        (None, "delivery_not_proved", None),
        ("NO_ANSWER", "delivery_not_proved", None),
        ("CONFIRMED", None, None),
        ("NOT_RECOGNISED", "not_recognised", "not_recognised"),
    ],
)
def test_the_buyers_answer_releases_what_was_drawn_or_holds_anything(
    answer: str | None, drawn: str | None, not_drawn: str | None
) -> None:
    said = {"verification_answer": answer}
    large = {"gross_cents": 50_000_01, "open_cents": 50_000_01}
    assert judged(said | {"is_sampled": True})["hold"] == drawn
    assert judged(said | large)["hold"] == drawn
    assert judged(said)["hold"] == not_drawn


def test_a_delivery_note_does_not_outweigh_a_buyer_who_knows_nothing_of_it() -> None:
    row = judged(HELD["not_recognised"] | {"has_delivery_proof": True, "has_recourse": False})
    assert (row["hold"], row["excluded_cents"]) == ("not_recognised", WHOLE_CENTS)
    assert row["only_approved_counts"] is False


def test_a_clause_voided_by_law_bans_nothing() -> None:
    assert judged({"assignment_restriction": "VOID_FR"})["hold"] is None


@pytest.mark.parametrize("type_code", CREDIT_NOTES)
def test_a_credit_note_is_taken_where_an_invoice_would_not_be(type_code: str) -> None:
    change = {
        **REFUSED["sent_too_late"],
        **REFUSED["due_missing"],
        **REFUSED["contract_closed"],
        **HELD["buyer_pending"],
        "buyer_insolvent_on": date(2026, 1, 1),
        "type_code": type_code,
    }
    row = judged(change)
    assert (row["refusal"], row["hold"], row["holds"]) == (None, None, "")
    assert (row["excluded_cents"], row["next_change_on"]) == (WHOLE_CENTS, None)


def test_a_credit_note_is_refused_twice_or_in_another_currency() -> None:
    credit = {"type_code": "381"}
    assert judged(credit | REFUSED["already_assigned"])["refusal"] == "already_assigned"
    assert judged(credit | REFUSED["currency_not_open"])["refusal"] == "currency_not_open"


def test_a_dispute_takes_the_whole_until_the_rest_is_confirmed() -> None:
    dispute = {"disputed_cents": 700_00}
    confirmed = dispute | {"dispute_rest_confirmed": True}
    assert judged(dispute)["excluded_cents"] == WHOLE_CENTS
    assert judged(confirmed)["excluded_cents"] == 700_00
    assert judged(confirmed | {"retention_cents": 600_00})["excluded_cents"] == 1_300_00
    assert judged(confirmed | {"open_cents": 500_00})["excluded_cents"] == 500_00


def test_once_the_dispute_is_recorded_its_amount_answers_for_status_207() -> None:
    change = {"einvoice_status": "207"} | HELD["dispute_partial"]
    assert judged(change)["holds"] == "dispute_partial"


LATE = {"today_on": date(2026, 5, 16), "overdue_cutoff_days": 60, "is_new": False}  # 61 days late
SHIELDED_CASES = {
    "overdue": LATE,
    "too_old": HELD["too_old"],
    "buyer_cross_aged": HELD["buyer_cross_aged"],
    "buyer_insolvent": HELD["buyer_insolvent"],
    "insurer_stop": HELD["insurer_stop"],
}


@pytest.mark.parametrize("code", SHIELDED_CASES)
def test_without_recourse_credit_risk_excludes_nothing_approved(code: str) -> None:
    change = SHIELDED_CASES[code] | {"approved_cents": WHOLE_CENTS}
    with_recourse, without = judged(change), judged(change | {"has_recourse": False})
    assert with_recourse["hold"] == without["hold"] == code
    assert (with_recourse["excluded_cents"], with_recourse["only_approved_counts"]) == (
        WHOLE_CENTS,
        False,
    )
    assert (without["excluded_cents"], without["only_approved_counts"]) == (0, True)


def test_without_recourse_a_dispute_still_takes_the_whole() -> None:
    row = judged(LATE | {"has_recourse": False, "disputed_cents": 1_00})
    assert (row["hold"], row["excluded_cents"]) == ("disputed", WHOLE_CENTS)
    assert row["only_approved_counts"] is False


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_progress": True, "progress_signed": True}, "PROGRESS"),
        ({"einvoice_status": "205"}, "BOOSTED"),
        ({"is_progress": True, "progress_signed": True, "einvoice_status": "205"}, "PROGRESS"),
    ],
)
def test_the_advance_class_follows_the_kind_of_invoice(
    change: dict[str, object], expected: str
) -> None:
    row = judged(change)
    assert (row["advance_class"], row["hold"]) == (expected, None)


def test_the_next_change_is_the_first_day_that_time_alone_brings() -> None:
    assert judged({"today_on": date(2026, 4, 16), **OPEN})["next_change_on"] == date(2026, 6, 15)
    assert judged({"today_on": date(2026, 6, 15), **OPEN})["next_change_on"] is None
    coming = {"buyer_insolvent_on": date(2026, 2, 1)}
    assert judged(coming)["next_change_on"] == date(2026, 2, 1)
    assert judged(REFUSED["currency_not_open"])["next_change_on"] is None


def test_nothing_changes_before_the_next_change_and_something_does_on_it() -> None:
    start, last = date(2026, 1, 16), date(2026, 7, 1)
    change: dict[str, object] = {"buyer_insolvent_on": date(2026, 2, 1), **OPEN}
    days = [start + timedelta(n) for n in range((last - start).days)]
    rows = judge(facts(*({**change, "today_on": day} for day in days))).to_dicts()
    answered = ("hold", "holds", "excluded_cents", "only_approved_counts")
    changed = [
        today["today_on"]
        for before, today in pairwise(rows)
        if any(before[name] != today[name] for name in answered)
    ]
    assert changed == [date(2026, 2, 1), date(2026, 4, 16), date(2026, 6, 15)]
    for row in rows:
        assert row["next_change_on"] == min(
            (d for d in changed if d > row["today_on"]), default=None
        )


def test_one_by_one_equals_all_at_once() -> None:
    changes = [{}, *REFUSED.values(), *HELD.values()]
    together = judge(facts(*changes))
    assert together.to_dicts() == [judged(change) for change in changes]


def test_ids_beside_the_facts_are_kept_and_a_missing_fact_stops_the_batch() -> None:
    batch = facts({}).with_columns(invoice_id=pl.lit(7, pl.Int64))
    assert judge(batch)["invoice_id"].to_list() == [7]
    with pytest.raises(BrokenBatch, match="columns missing: is_sampled"):
        judge(batch.drop("is_sampled"))


def test_every_sentence_is_whole_and_names_only_columns() -> None:
    for reason in REASONS.values():
        for sentence in (reason.english, reason.french):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            named = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
            # Who has said it of the buyer, which decides nothing: read_buyer_facts.sql.
            told = {*ELIGIBILITY_FACTS.names, "buyer_insolvent_source"}
            assert named <= told & set(VOCABULARY)
        assert reason.rule
        assert reason.source
        assert reason.freed_by.isidentifier()
