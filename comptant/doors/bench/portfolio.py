"""A portfolio of invented contracts, and what would be available of it on a bad day.

The facts are drawn from the numbers of the contracts, so that a part of the portfolio is the same
wherever it is made. The stress is the rules that an ordinary day runs, on other facts: eligibility,
approval, availability; nothing here decides.
"""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from comptant.rules.approval import approve
from comptant.rules.availability import waterfall
from comptant.rules.availability_facts import CONTRACT_FACTS, EXPOSURE_FACTS
from comptant.rules.batch import constant, repeated, roll_up
from comptant.rules.columns import VOCABULARY, c
from comptant.rules.eligibility import ELIGIBILITY_FACTS, judge
from comptant.rules.money import share_down

ON = date(2026, 1, 16)
BUYERS = 20  # of a contract
LATE_DAYS = 30
CUT_PPM = 800_000  # what is left of each limit
CLASS_PPM = {"STANDARD": 900_000, "PROGRESS": 700_000, "BOOSTED": 950_000}
_CONTRACT = ("contract_id", "currency")
# What nearly every invoice has in common.
_PLAIN: dict[str, object] = {
    "today_on": ON, "is_new": False, "type_code": "380", "currency": "EUR", "disputed_cents": 0,
    "dispute_rest_confirmed": False, "retention_cents": 0, "contract_currency": "EUR",
    "contract_status": "ACTIVE", "has_recourse": True, "max_invoice_age_days": 30,
    "overdue_cutoff_days": 30, "age_cutoff_days": 150, "term_cap_days": 60,
    "notice_required": False, "buyer_status": "KNOWN", "buyer_is_consumer": False,
    "buyer_identifier_valid": True, "buyer_ceased": False, "buyer_is_client": False,
    "buyer_in_doubt": False,
    "buyer_is_linked": False, "buyer_scope": "ALL", "buyer_is_named": False,
    "buyer_is_sanctioned": False, "buyer_country_allowed": True,
    "buyer_is_public": False, "public_buyer_notified": False, "buyer_notified": True,
    "buyer_cross_aged": False, "held_by_same_contract": True, "held_by_other_contract": False,
    "factored_elsewhere": False, "seller_is_other": False, "has_number_twin": False,
    "reassigned_before": False, "verification_answer": None, "has_payment_mention": True,
    "title_unsigned": False,
    "assignment_restriction": "NONE",
    "is_deposit": False, "works_documents_complete": False, "is_works": False,
    "is_conditional_sale": False, "payment_means_excluded": False, "sector_excluded": False,
    "is_sampled": False, "has_delivery_proof": True, "is_defunded": False, "fraud_suspected": False,
}  # fmt: skip


def _drawn(what: int, below: int) -> pl.Expr:
    """A number from 0 on, drawn from the invoice's own: the same on every machine."""
    mixed = (c.invoice_id + what * 7_919) * 2_654_435_761 % 4_294_967_291
    return (mixed * 40_503 + what) % 1_000_003 % below


def invoices(first: int, contracts: int, each: int) -> pl.DataFrame:
    """Open invoices of contracts numbered from `first` on, with all that the rules read of them,
    and what is approved of each today."""
    numbers = pl.int_range(first * each, (first + contracts) * each, eager=True)
    rows = pl.DataFrame({"invoice_id": numbers}).with_columns(
        contract_id=c.invoice_id // each, assignment_rank=c.invoice_id
    )
    # A long tail: most are small, one in a hundred is fifty times as large.
    cents = 10_000 + _drawn(1, 900_000) + (_drawn(2, 100) == 0) * _drawn(3, 30_000_000)
    rows = rows.with_columns(
        buyer_id=c.contract_id * BUYERS + _drawn(4, BUYERS), gross_cents=cents,
        issued_on=pl.lit(ON) - pl.duration(days=5 + _drawn(5, 90)),
        is_progress=_drawn(6, 20) == 0, progress_signed=_drawn(7, 4) > 0,
        einvoice_status=pl.when(_drawn(8, 10) == 0).then(pl.lit("205")),
    )  # fmt: skip
    rows = rows.with_columns(
        sent_on=c.issued_on + timedelta(days=2), due_on=c.issued_on + timedelta(days=45),
        legal_cap_on=c.issued_on + timedelta(days=75), approved_cents=pl.lit(0, pl.Int64),
        open_cents=pl.when(_drawn(9, 8) == 0).then(c.gross_cents // 2).otherwise(c.gross_cents),
        limit_cents=each * (12_000 + c.buyer_id % 7 * 6_000),
        buyer_group_id=pl.when(c.buyer_id % 5 == 0).then(c.contract_id),
        buyer_credit_cents=pl.when(c.buyer_id % 9 == 0).then(150_000).otherwise(0),
    ).with_columns(
        group_limit_cents=pl.when(c.buyer_group_id.is_not_null()).then(each * 60_000),
        policy_limit_cents=pl.when(c.contract_id % 6 == 0).then(each * 200_000),
    )  # fmt: skip
    rows = rows.with_columns(suspended_cents=pl.lit(0, pl.Int64))
    named = ELIGIBILITY_FACTS.schema()
    absent = [name for name in named if name not in rows.columns]
    plain = [constant(name, _PLAIN.get(name), named[name]) for name in absent]
    rows = rows.hstack(repeated(plain, rows.height))
    rows = rows.cast({name: VOCABULARY[name].dtype for name in rows.columns})
    return rows.with_columns(approved_cents=_decided(rows)["approved_now_cents"])


def contracts(rows: pl.DataFrame) -> pl.DataFrame:
    """CONTRACT_FACTS of the contracts of these invoices: each has drawn a part of what it sold."""
    plain = {"currency": "EUR", "contract_status": "ACTIVE", "unapproved_advance_ppm": 0,
             "concentration_base": "TOTAL_APPROVED", "fund_shortfall_cents": 0,
             "dilution_reserve_cents": 0, "manual_reserve_cents": 0,
             "claimed_by_factor_cents": 0, "garnished_cents": 0, "written_off_cents": 0,
             "pending_cents": 0}  # fmt: skip
    facts = roll_up(rows.select("contract_id", "currency", "open_cents"), _CONTRACT, ["open_cents"])
    drawn = share_down(c.open_cents, 50_000 + c.contract_id * 7_919 % 50 * 10_000)
    fund = share_down(c.open_cents, c.contract_id % 4 * 10_000)
    facts = facts.with_columns(
        *(pl.lit(value).alias(name) for name, value in plain.items()),
        concentration_ppm=pl.when(c.contract_id % 3 == 0).then(250_000).otherwise(1_000_000),
        line_cents=pl.when(c.contract_id % 4 == 0).then(c.open_cents // 2),
        line_allotment_cents=pl.when(c.contract_id % 11 == 0).then(c.open_cents // 3),
        fund_balance_cents=fund, current_account_cents=c.open_cents - drawn - fund,
        accrued_unbilled_cents=c.contract_id * 1_299_709 % 50_000,
    )  # fmt: skip
    return facts.select(CONTRACT_FACTS.names).cast(dict(CONTRACT_FACTS.schema()))


def _as_it_is(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def _limits_cut(rows: pl.DataFrame) -> pl.DataFrame:
    """Every limit falls, and counts at once: what was approved stays so in the house's books
    (C-5), and the question is what would have been without."""
    return rows.with_columns(
        limit_cents=share_down(c.limit_cents, CUT_PPM),
        group_limit_cents=share_down(c.group_limit_cents, CUT_PPM),
        policy_limit_cents=share_down(c.policy_limit_cents, CUT_PPM),
        approved_cents=pl.lit(0, pl.Int64),
    )


def _paid_late(rows: pl.DataFrame) -> pl.DataFrame:
    """Nobody pays for so many days."""
    return rows.with_columns(today_on=c.today_on + timedelta(days=LATE_DAYS))


STRESSES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "as_it_is": _as_it_is, "limits_cut": _limits_cut, "paid_late": _paid_late,
}  # fmt: skip


def _decided(rows: pl.DataFrame) -> pl.DataFrame:
    return approve(judge(rows))


def stress(rows: pl.DataFrame, facts: pl.DataFrame, name: str) -> pl.DataFrame:
    """One row per contract with every column of the waterfall, under a stress."""
    decided = _decided(STRESSES[name](rows)).with_columns(
        advance_ppm=c.advance_class.replace_strict(CLASS_PPM, return_dtype=pl.Int64),
        # What is of the buyer as a whole sits on one of its rows.
        unapplied_credit_cents=pl.when(c.invoice_id == c.invoice_id.min().over("buyer_id"))
        .then(c.buyer_credit_cents)
        .otherwise(0),
        outstanding_cents=c.open_cents, approved_cents=c.approved_now_cents,
        unallocated_cash_cents=pl.lit(0, pl.Int64), set_off_cents=pl.lit(0, pl.Int64),
    )  # fmt: skip
    keys = ("contract_id", "buyer_id", "advance_class", "advance_ppm", "currency")
    sums = [name for name in EXPOSURE_FACTS.names if name not in keys]
    exposures = roll_up(decided, keys, sums).select(EXPOSURE_FACTS.names)
    return waterfall(exposures, facts)[1].sort("contract_id")
