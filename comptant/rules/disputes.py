"""Disputes: what is still disputed, whose turn it is and until when.

Grain: dispute. The catalogue of kinds is `disputes.csv`, in the order of DOMAIN §5.4: WHOLE takes
the whole invoice out of the base until the buyer confirms the rest in writing, AMOUNT that amount
only, RESERVE holds that amount back from what the buyer's invoices bring.
Source: DOMAIN §5.4, EL-09, EL-12.
"""

import csv
from dataclasses import dataclass
from importlib import resources

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape

EFFECTS = frozenset({"WHOLE", "AMOUNT", "RESERVE"})
# Who may say that an invoice is disputed. That a PAYMENT was short the program says by itself.
SOURCES = ("BUYER", "CLIENT", "EINVOICE", "INSURER")
SHORT = "payment short"  # the evidence of such a step
ANSWER_DAYS, ESCALATION_DAYS, DEFUNDING_DAYS = 15, 30, 60  # from the day it was opened, §5.4


@dataclass(frozen=True)
class DisputeKind:
    """One code. `einvoice_reason` is the reason code of the e-invoice's life cycle, if it has one;
    a fraud case is looked at by the factor before anything else."""

    code: str
    effect: str
    einvoice_reason: str
    is_fraud_case: bool


def _load() -> dict[str, DisputeKind]:
    """The table by code; a code that comes twice or an unknown effect is our fault."""
    text = resources.files("comptant.rules").joinpath("disputes.csv").read_text("utf-8")
    kinds: dict[str, DisputeKind] = {}
    for row in csv.DictReader(text.splitlines()):
        is_fraud_case = row.pop("is_fraud_case") == "yes"
        kind = DisputeKind(**row, is_fraud_case=is_fraud_case)
        if kind.code in kinds or kind.effect not in EFFECTS:
            raise ValueError(f"dispute {kind.code} is declared twice or has no known effect")
        kinds[kind.code] = kind
    return kinds


KINDS = _load()

RESERVED = tuple(code for code, kind in KINDS.items() if kind.effect == "RESERVE")

# `dispute_cents`: what was disputed, less what was confirmed, settled or credited since;
# `open_cents`: what is still owed on its invoice; `disputable_cents`: what its older disputes leave
# of that; `defund_from_on`: by the notice that its client was given, null where none was.
DISPUTES = shape(
    "dispute_id", "dispute_code", "disputed_on", "today_on", "dispute_cents", "open_cents",
    "disputable_cents", "is_answered", "is_credit_expected", "defund_from_on?",
)  # fmt: skip


def still_disputed_cents() -> pl.Expr:
    """What is disputed and still owed: payment and credit note end a dispute by themselves, and
    those of an invoice never come to more than it is. A claim that is reserved is on the buyer's
    whole account, whatever becomes of the invoice."""
    claimed = c.dispute_cents.clip(lower_bound=0)
    return (
        pl.when(c.dispute_code.is_in(RESERVED))
        .then(claimed)
        .otherwise(pl.min_horizontal(claimed, c.disputable_cents))
    )


def dispute_status() -> pl.Expr:
    """Where it stands. Source: §5.4, life cycle."""
    age_days = (c.today_on - c.disputed_on).dt.total_days()
    return (
        pl.when(c.still_disputed_cents == 0)
        .then(pl.lit("RESOLVED"))
        .when(c.is_credit_expected)
        .then(pl.lit("CREDIT_EXPECTED"))
        .when(c.defund_from_on.is_not_null())
        .then(pl.lit("NOTIFIED"))
        .when(age_days > ESCALATION_DAYS)
        .then(pl.lit("ESCALATED"))
        .when(c.is_answered)
        .then(pl.lit("ANSWERED"))
        .otherwise(pl.lit("CLIENT_TO_ANSWER"))
    )


def act_by_on() -> pl.Expr:
    """The day by which the next act is due; null once resolved. Of an escalated one the notice is
    due at once; then nothing before its day. Source: §5.4 (15, 30, 60 days)."""
    days = (
        pl.when(c.dispute_status == "CLIENT_TO_ANSWER")
        .then(ANSWER_DAYS)
        .when(c.dispute_status == "ESCALATED")
        .then(ESCALATION_DAYS + 1)
        .otherwise(ESCALATION_DAYS)
    )
    return (
        pl.when(c.dispute_status == "NOTIFIED")
        .then(c.defund_from_on)
        .when(c.dispute_status != "RESOLVED")
        .then(c.disputed_on + pl.duration(days=days))
    )


def next_act() -> pl.Expr:
    """What is to be done by then, and by whom; null once resolved. Source: §5.4, §3.7."""
    return c.dispute_status.replace_strict(
        {"CLIENT_TO_ANSWER": "client_answers", "ANSWERED": "settle_dispute",
         "CREDIT_EXPECTED": "client_credits", "ESCALATED": "notify_defunding",
         "NOTIFIED": "defund"},
        default=None, return_dtype=pl.String,
    )  # fmt: skip


DISPUTE: tuple[Rule, ...] = (still_disputed_cents, dispute_status, act_by_on, next_act)


def follow(disputes: pl.DataFrame) -> pl.DataFrame:
    """DISPUTES (other columns are kept) with one more column per rule. BrokenBatch on another
    shape."""
    check(disputes, DISPUTES)
    return decide(disputes, DISPUTE, nullable=("act_by_on", "next_act"))
