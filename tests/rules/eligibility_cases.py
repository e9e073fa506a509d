"""One executable example per reason: what differs from a clean invoice."""

from datetime import date

import polars as pl

from comptant.rules.eligibility import ELIGIBILITY_FACTS, judge

# A clean invoice of 12 000.00 on a known, notified French buyer, remitted the day after its date.
CLEAN: dict[str, object] = {
    "today_on": date(2026, 1, 16),
    "sent_on": date(2026, 1, 16),
    "is_new": True,
    "type_code": "380",
    "issued_on": date(2026, 1, 15),
    "due_on": date(2026, 3, 16),
    "legal_cap_on": date(2026, 3, 31),
    "currency": "EUR",
    "gross_cents": 12_000_00,
    "open_cents": 12_000_00,
    "approved_cents": 0,
    "disputed_cents": 0,
    "dispute_rest_confirmed": False,
    "retention_cents": 0,
    "contract_currency": "EUR",
    "contract_status": "ACTIVE",
    "suspended_on": None,
    "has_recourse": True,
    "max_invoice_age_days": 30,
    "overdue_cutoff_days": 30,
    "age_cutoff_days": 150,
    "term_cap_days": 60,
    "delivery_proof_above_cents": 50_000_00,
    "notice_required": True,
    "buyer_status": "KNOWN",
    "buyer_is_consumer": False,
    "buyer_identifier_valid": True,
    "buyer_ceased": False,
    "buyer_is_client": False,
    "buyer_scope": "ALL",
    "buyer_is_named": False,
    "buyer_is_linked": False,
    "buyer_is_sanctioned": False,
    "buyer_country_allowed": True,
    "buyer_is_public": False,
    "public_buyer_notified": False,
    "buyer_notified": True,
    "buyer_insolvent_on": None,
    "insurer_stop_on": None,
    "buyer_cross_aged": False,
    "held_by_same_contract": False,
    "held_by_other_contract": False,
    "factored_elsewhere": False,
    "seller_is_other": False,
    "has_number_twin": False,
    "reassigned_before": False,
    "has_payment_mention": False,
    "title_unsigned": False,
    "assignment_restriction": "NONE",
    "is_deposit": False,
    "is_progress": False,
    "progress_signed": False,
    "is_works": False,
    "works_documents_complete": False,
    "is_conditional_sale": False,
    "payment_means_excluded": False,
    "is_defunded": False,
    "fraud_suspected": False,
    "exceptions": None,
    "buyer_exceptions": None,
    "sector_excluded": False,
    "is_sampled": False,
    "has_delivery_proof": False,
    "verification_answer": None,
    "einvoice_status": None,
}
OPEN = {"is_new": False}

# One worked case per code: what differs from the clean invoice, so that exactly this code answers.
REFUSED = {
    "buyer_sanctioned": {"buyer_is_sanctioned": True},
    "held_elsewhere": {"held_by_other_contract": True},
    "factored_elsewhere": {"factored_elsewhere": True},
    "seller_not_client": {"seller_is_other": True},
    "already_assigned": {"held_by_same_contract": True},
    "einvoice_rejected": {"einvoice_status": "213"},
    "contract_closed": {"contract_status": "RUNOFF"},
    "buyer_consumer": {"buyer_is_consumer": True},
    "buyer_client": {"buyer_is_client": True},
    "buyer_ceased": {"buyer_ceased": True},
    "buyer_number_invalid": {"buyer_identifier_valid": False},
    "buyer_out_of_scope": {"buyer_scope": "ONLY_NAMED"},
    "payment_excluded": {"payment_means_excluded": True},
    "currency_not_open": {"currency": "USD"},
    "amount_not_positive": {"gross_cents": 0, "open_cents": 0},
    "issued_in_future": {"issued_on": date(2026, 1, 17)},
    "due_missing": {"due_on": None},
    "due_before_issue": {"due_on": date(2026, 1, 14)},
    "sent_too_late": {"issued_on": date(2025, 12, 16), "due_on": date(2026, 2, 14)},
}
HELD = {
    "not_recognised": {"verification_answer": "NOT_RECOGNISED"},
    "fraud_suspected": {"fraud_suspected": True},
    "reassigned_before": {"reassigned_before": True},
    "number_twice": {"has_number_twin": True},
    "einvoice_refused": {"einvoice_status": "210"},
    "disputed": {"disputed_cents": 1_00},
    "einvoice_disputed": {"einvoice_status": "207"},
    "defunded": {"is_defunded": True},
    "buyer_insolvent": {"buyer_insolvent_on": date(2026, 1, 16)},
    "insurer_stop": {"insurer_stop_on": date(2026, 1, 16)},
    "client_suspended": {"contract_status": "SUSPENDED", "suspended_on": date(2026, 1, 16)},
    "title_unsigned": {"title_unsigned": True},
    "buyer_linked": {"buyer_is_linked": True},
    "sector_excluded": {"sector_excluded": True},
    "sale_not_final": {"is_conditional_sale": True},
    "deposit": {"type_code": "386"},
    "assignment_banned": {"assignment_restriction": "FOREIGN_BAN"},
    "country_not_open": {"buyer_country_allowed": False},
    "buyer_pending": {"buyer_status": "PENDING"},
    "progress_not_signed": {"is_progress": True},
    "works_documents_missing": {"is_works": True},
    "public_buyer_not_notified": {"buyer_is_public": True},
    "buyer_not_notified": {"buyer_notified": False},
    "delivery_not_proved": {"gross_cents": 50_000_01, "open_cents": 50_000_01},
    "einvoice_suspended": {"einvoice_status": "208"},
    "overdue_when_sent": {"due_on": date(2026, 1, 15)},
    "overdue": {"today_on": date(2026, 4, 17), **OPEN},
    "too_old": {"issued_on": date(2025, 8, 18), "due_on": date(2026, 1, 16), "term_cap_days": None}
    | OPEN,
    "buyer_cross_aged": {"buyer_cross_aged": True},
    "term_too_long": {"due_on": date(2026, 3, 17)},
    "dispute_partial": {"disputed_cents": 1_00, "dispute_rest_confirmed": True},
    "works_retention": {"retention_cents": 600_00},
}
WHOLE_CENTS = 12_000_00


def facts(*changes: dict[str, object]) -> pl.DataFrame:
    return ELIGIBILITY_FACTS.frame([{**CLEAN, **each} for each in changes])


def judged(change: dict[str, object]) -> dict[str, object]:
    return judge(facts(change)).row(0, named=True)
