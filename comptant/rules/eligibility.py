"""Eligibility of an invoice: taken or refused at the door, financed or held once inside.

Grain: invoice. Run at intake, and again on open invoices at every event and at end of day.
Each code has its rule, its source, its remedy and its sentences in `reasons`; the order of the
two tables below is the contract: the worst first, and the first is the one that the client reads.
Source: DOMAIN §3.6 (EL-01 to EL-29), §0.4 (C-3, C-7, C-14, C-15), §1.6 to §1.8, §5.2, §5.4.
"""

from collections.abc import Iterable

import polars as pl

from comptant.rules.batch import Rule, all_reasons, check, constant, decide, first_reason
from comptant.rules.columns import c, shape
from comptant.rules.exceptions import excused_cents
from comptant.rules.money import AMOUNT_CENTS_MAX

# One row per invoice or credit note, both with positive amounts. Facts arrive joined, as they
# stood on `today_on`:
# `legal_cap_on` is the last lawful due date, as rules/calendar says;
# `facts_change_on` is the next day from which something said already counts (a limit, new terms);
# `buyer_notified` already knows whether the contract wants an acknowledgement;
# `exceptions`: those in force on the invoice, and on its buyer, as rules/exceptions reads them;
# `title_unsigned`: it is assigned by a Dailly deed that its client has not signed yet;
# `disputed_cents` leaves out what is reserved instead (rebates, set-off: `set_off_cents`), and
# `dispute_rest_confirmed` is true where the dispute is partial by nature (credit note expected).
ELIGIBILITY_FACTS = shape(
    "today_on", "sent_on", "is_new", "type_code", "issued_on", "due_on?", "legal_cap_on?",
    "currency", "gross_cents", "open_cents", "approved_cents", "disputed_cents",
    "dispute_rest_confirmed", "retention_cents", "contract_currency", "contract_status",
    "suspended_on?", "has_recourse", "max_invoice_age_days", "overdue_cutoff_days",
    "age_cutoff_days", "term_cap_days?", "delivery_proof_above_cents?", "notice_required",
    "buyer_status", "buyer_is_consumer", "buyer_identifier_valid", "buyer_ceased",
    "buyer_is_client", "buyer_scope", "buyer_is_named", "buyer_is_linked", "buyer_is_sanctioned",
    "buyer_in_doubt", "buyer_country_allowed",
    "buyer_is_public", "public_buyer_notified", "buyer_notified", "buyer_insolvent_on?",
    "insurer_stop_on?", "buyer_cross_aged", "held_by_same_contract", "held_by_other_contract",
    "factored_elsewhere", "seller_is_other", "has_number_twin", "reassigned_before",
    "has_payment_mention", "title_unsigned",
    "assignment_restriction", "is_deposit", "is_progress", "progress_signed", "is_works",
    "works_documents_complete", "is_conditional_sale", "payment_means_excluded",
    "sector_excluded", "is_sampled", "has_delivery_proof", "verification_answer?",
    "einvoice_status?", "is_defunded", "fraud_suspected",
    "exceptions?", "buyer_exceptions?", "facts_change_on?",
)  # fmt: skip

CREDIT_NOTES = ("261", "262", "381", "396", "502", "503")  # UNTDID 1001
DEPOSITS = ("325", "386", "500")  # pro forma, deposit, self-billed deposit
ASSIGNING = ("OPENING", "ACTIVE", "WATCH", "SUSPENDED", "NOTICE")  # contracts that take invoices
BANS = ("CONTRACT_2019_2020", "FOREIGN_BAN")  # the only bans on assignment that bind (§1.7)

_age_days = (c.today_on - c.issued_on).dt.total_days()
_overdue_days = (c.today_on - c.due_on).dt.total_days()
_term_days = (c.due_on - c.issued_on).dt.total_days()

# Not assigned. Judged at remittance only; the worst first.
_REFUSED = {
    "buyer_sanctioned": c.buyer_is_sanctioned,
    "held_elsewhere": c.held_by_other_contract,
    "factored_elsewhere": c.factored_elsewhere,
    "seller_not_client": c.seller_is_other,
    "already_assigned": c.held_by_same_contract,
    "einvoice_rejected": c.einvoice_status.is_in(["213", "220", "501"]),
    "contract_closed": ~c.contract_status.is_in(ASSIGNING),
    "buyer_consumer": c.buyer_is_consumer,
    "buyer_client": c.buyer_is_client,
    "buyer_ceased": c.buyer_ceased,
    "buyer_number_invalid": ~c.buyer_identifier_valid,
    "buyer_out_of_scope": ((c.buyer_scope == "ONLY_NAMED") & ~c.buyer_is_named)
    | ((c.buyer_scope == "ALL_BUT_NAMED") & c.buyer_is_named),
    "payment_excluded": c.payment_means_excluded,
    "currency_not_open": c.currency != c.contract_currency,
    "amount_not_positive": c.gross_cents <= 0,
    "beyond_counting": c.gross_cents > AMOUNT_CENTS_MAX,
    "issued_in_future": c.issued_on > c.sent_on,
    "due_missing": c.due_on.is_null(),
    "due_before_issue": c.due_on < c.issued_on,
    "sent_too_late": (c.sent_on - c.issued_on).dt.total_days() > c.max_invoice_age_days,
}
# A credit note lowers what is owed: nothing else keeps it out, an unknown invoice neither.
_REFUSED_CREDIT_NOTE = (
    "held_elsewhere",
    "seller_not_client",
    "already_assigned",
    "einvoice_rejected",
    "currency_not_open",
    "amount_not_positive",
    "beyond_counting",
)
REFUSALS: dict[str, pl.Expr] = {
    code: condition if code in _REFUSED_CREDIT_NOTE else condition & ~c.is_credit_note
    for code, condition in _REFUSED.items()
}
# What would have refused an invoice holds it when it is found out later. (A buyer that ceases
# later is a question of credit, which EL-20 answers.)
FOUND_LATER = (
    "buyer_sanctioned",
    "held_elsewhere",
    "factored_elsewhere",
    "einvoice_rejected",
    "buyer_consumer",
    "buyer_client",
    "payment_excluded",
)

# Assigned, not financed; the worst first.
_HELD = {
    "not_recognised": c.verification_answer == "NOT_RECOGNISED",
    "fraud_suspected": c.fraud_suspected | c.buyer_in_doubt,
    "reassigned_before": c.reassigned_before,
    "number_twice": c.has_number_twin,
    "einvoice_refused": c.einvoice_status == "210",
    "disputed": (c.disputed_cents > 0) & ~c.dispute_rest_confirmed,
    # Once the dispute is recorded, its own amounts answer.
    "einvoice_disputed": (c.einvoice_status == "207") & (c.disputed_cents == 0),
    "defunded": c.is_defunded,
    "buyer_insolvent": c.buyer_insolvent_on <= c.today_on,
    "insurer_stop": c.sent_on >= c.insurer_stop_on,
    "client_suspended": c.sent_on >= c.suspended_on,
    "title_unsigned": c.title_unsigned,
    "buyer_linked": c.buyer_is_linked,
    "sector_excluded": c.sector_excluded,
    "sale_not_final": c.is_conditional_sale,
    "deposit": c.is_deposit | c.type_code.is_in(DEPOSITS),
    "assignment_banned": c.assignment_restriction.is_in(BANS),
    "country_not_open": ~c.buyer_country_allowed,
    "buyer_pending": c.buyer_status == "PENDING",
    "progress_not_signed": c.is_progress & ~c.progress_signed,
    "works_documents_missing": c.is_works & ~c.works_documents_complete,
    "public_buyer_not_notified": c.buyer_is_public & ~c.public_buyer_notified,
    "buyer_not_notified": c.notice_required & ~c.buyer_notified & ~c.has_payment_mention,
    # What the buyer confirms to us, it has received.
    "delivery_not_proved": ~c.has_delivery_proof
    & (c.verification_answer != "CONFIRMED").fill_null(True)
    & (c.is_sampled | (c.gross_cents > c.delivery_proof_above_cents).fill_null(False)),
    "einvoice_suspended": c.einvoice_status == "208",
    "overdue_when_sent": c.due_on < c.sent_on,
    "overdue": _overdue_days > c.overdue_cutoff_days,
    "too_old": _age_days > c.age_cutoff_days,
    "buyer_cross_aged": c.buyer_cross_aged,
    "term_too_long": (c.due_on > c.legal_cap_on).fill_null(False)
    | (_term_days > c.term_cap_days).fill_null(False),
    "dispute_partial": (c.disputed_cents > 0) & c.dispute_rest_confirmed,
    "works_retention": c.retention_cents > 0,
}
# No credit note is held: `holds` asks none of them.
HOLDS: dict[str, pl.Expr] = {**{code: ~c.is_new & _REFUSED[code] for code in FOUND_LATER}, **_HELD}
PARTIAL = ("dispute_partial", "works_retention")  # that part only
# Without recourse these are the factor's risk on what it approved (C-3).
SHIELDED = ("buyer_insolvent", "insurer_stop", "overdue", "too_old", "buyer_cross_aged")


_PARTS = c.disputed_cents + c.retention_cents


def _any(codes: Iterable[str]) -> pl.Expr:
    """Whether one of the codes is among `holds`."""
    return c.holds.str.contains(rf"\b(?:{'|'.join(codes)})\b")


def is_credit_note() -> pl.Expr:
    """A document that lowers what is owed. Source: UNTDID 1001."""
    return c.type_code.is_in(CREDIT_NOTES)


def refusal() -> pl.Expr:
    """Why this document is not assigned; null once it is, or if it may be. Source: §3.6, REJECT."""
    return pl.when(c.is_new).then(first_reason(REFUSALS))


def holds() -> pl.Expr:
    """Every reason why it is not financed, in whole or in part, worst first, joined with a blank;
    empty text for none. Each condition is asked here, once: the rules below read the answer.
    Source: §3.6, INEL."""
    return pl.when(c.is_credit_note).then(pl.lit("")).otherwise(all_reasons(HOLDS))


def is_excused() -> pl.Expr:
    """An exception carries all that these reasons would take. Source: exceptions."""
    return (c.excused_cents > 0) & (c.excused_cents >= c.open_cents - _PARTS)


def hold() -> pl.Expr:
    """The worst of these reasons that takes something. Source: §3.6, INEL."""
    part = c.holds.str.extract(rf"\b({'|'.join(PARTIAL)})\b")
    return pl.when(c.is_excused).then(part).otherwise(c.holds.str.extract(r"^(\w+)"))


def advance_class() -> pl.Expr:
    """Which advance rate of the contract applies. Source: EL-10 (progress), EL-25 (status 205)."""
    return (
        pl.when(c.is_progress)
        .then(pl.lit("PROGRESS"))
        .when(c.einvoice_status == "205")
        .then(pl.lit("BOOSTED"))
        .otherwise(pl.lit("STANDARD"))
    )


def is_held_anyway() -> pl.Expr:
    """Held by a reason that takes the whole amount, approved or not. Source: §3.4 step 2."""
    return _any(code for code in HOLDS if code not in PARTIAL + SHIELDED) & ~c.is_excused


def is_held_unless_approved() -> pl.Expr:
    """Held by lateness, age or insolvency: the factor's own risk where it approved without
    recourse. Source: C-3."""
    return _any(SHIELDED) & ~c.is_excused


def excluded_cents() -> pl.Expr:
    """What no approval can make fundable: the whole, or the disputed and retained parts.

    Lateness, age, cross-ageing and insolvency take the whole with recourse; without, see
    `only_approved_counts`. What an exception carries of the whole stays in. A credit note is no
    risk on the buyer: it takes no room under a limit. Source: §3.4 step 2, C-3, EL-09, EL-18.
    """
    whole = c.is_held_anyway | (c.is_held_unless_approved & c.has_recourse)
    owed = c.open_cents.clip(lower_bound=0)
    return (
        pl.when(c.is_credit_note)
        .then(owed)
        .when(whole)
        .then(owed - c.excused_cents)
        .otherwise(pl.min_horizontal(owed, _PARTS))
    )


def only_approved_counts() -> pl.Expr:
    """Without recourse, a late or insolvent buyer leaves the approved part in. Source: C-3."""
    return c.is_held_unless_approved & ~c.is_held_anyway & ~c.has_recourse


def next_change_on() -> pl.Expr:
    """The next day on which time alone changes the answer; null if none will.

    The close reads only invoices of that day. A refused document is not kept, so has none; being
    overdue when sent is a fact of the day of remittance and never comes later.
    """
    days = (
        c.due_on + pl.duration(days=c.overdue_cutoff_days + 1),
        c.issued_on + pl.duration(days=c.age_cutoff_days + 1),
        c.buyer_insolvent_on,
        c.facts_change_on,
    )
    coming = pl.min_horizontal([pl.when(day > c.today_on).then(day) for day in days])
    return pl.when(c.refusal.is_null() & ~c.is_credit_note).then(coming)


ELIGIBILITY: tuple[Rule, ...] = (
    is_credit_note,
    refusal,
    holds,
    is_excused,
    hold,
    advance_class,
    is_held_anyway,
    is_held_unless_approved,
    excluded_cents,
    only_approved_counts,
    next_change_on,
)


def judge(facts: pl.DataFrame) -> pl.DataFrame:
    """ELIGIBILITY_FACTS (other columns, such as ids, are kept) with one more column per rule, and
    what exceptions excuse. With exceptions, the facts also name contract_id, invoice_id, buyer_id.

    BrokenBatch if the facts do not have that shape.
    """
    check(facts, ELIGIBILITY_FACTS)
    excused = constant("excused_cents", 0, pl.Int64()).new_from_index(0, facts.height)
    if any(facts[name].null_count() < facts.height for name in ("exceptions", "buyer_exceptions")):
        held = decide(facts, (is_credit_note, holds))
        excused = excused_cents(held.with_columns(held_cents=(c.open_cents - _PARTS).clip(0)))
    facts = facts.hstack([excused])
    return decide(facts, ELIGIBILITY, nullable=("refusal", "hold", "next_change_on"))
