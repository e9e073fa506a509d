"""What doors may read, each query once: the key that its pages follow, and its parameters.

A query of store/sql named read_* must be here, or in unlisted.py with its reason; a page or an
endpoint names it and gets paging, parameters and the isolation test with it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from comptant.doors.paging import PAGE_SIZE as PAGE_SIZE
from comptant.doors.paging import Read as Read
from comptant.doors.paging import keyed
from comptant.doors.paging import paged as paged
from comptant.doors.paging import placed as placed
from comptant.store.access import See, query

Row = dict[str, Any]
PAGE_SIZE_MAX = 1_000
_PARAMETER = re.compile(r"%\((\w+)\)s")

READS: dict[str, Read] = {
    "read_account": Read(("value_on", "id")),
    "read_account_entries": Read(("value_on", "id"), is_descending=True),
    "read_account_lines": Read(("value_on", "id", "line"), is_descending=True),
    "read_act": Read(()),
    "read_act_approvals": Read(("approval_id",)),
    "read_act_documents": Read(("digest",)),
    "read_act_entries": Read(),
    "read_acts": Read(("business_on", "id"), is_descending=True),
    "read_advices": Read(),
    "read_advised": Read(("number",)),
    "read_aged_buyers": Read(("name", "id")),
    "read_aged_contracts": Read(("contract_number", "currency")),
    "read_ageing": Read(()),
    "read_approvals": Read(),
    "read_arrivals": Read(("id",), is_descending=True),
    "read_asked_orders": Read(is_descending=True),
    "read_balances": Read(()),
    "read_bank_lines": Read(),
    "read_bank_statements": Read(("closed_on", "id"), is_descending=True),
    "read_broker_mandates": Read(("contract_number", "party_id")),
    "read_brokered": Read(("number",)),
    "read_brokers": Read(),
    "read_buyer_facts": Read(("buyer_id",)),
    "read_buyer_names": Read(("contract_id", "buyer_id")),
    "read_buyers": Read(("name", "id")),
    "read_buyer_answers": Read(is_descending=True),
    "read_buyer_links": Read(is_descending=True),
    "read_callback_steps": Read(),
    "read_callbacks": Read(("sort_on", "id")),
    "read_candidates": Read(()),
    "read_cash": Read(("value_on", "id")),
    "read_charges": Read(is_descending=True),
    "read_claim_files": Read(is_descending=True),
    "read_claim_items": Read(("claim_id", "invoice_id")),
    "read_claim_steps": Read(is_descending=True),
    "read_client_accounts": Read(("code", "buyer_id")),
    "read_client_clearing": Read(("item_id",)),
    "read_client_items": Read(("entry_id", "item_id", "account")),
    "read_client_lines": Read(("entry_on", "id", "account")),
    "read_collected": Read(("contract_id", "currency", "paid_on")),
    "read_collections": Read(is_descending=True),
    "read_commission_statements": Read(is_descending=True),
    "read_commission_terms": Read(is_descending=True),
    "read_commissions": Read(is_descending=True),
    "read_companies": Read(()),
    "read_concentration": Read(()),
    "read_contract_fees": Read(()),
    "read_contract_quote": Read(),
    "read_contracts": Read(("number",)),
    "read_cost_of_year": Read(()),
    "read_credit_notes": Read(),
    "read_debits": Read(("movement_id",)),
    "read_decisions": Read(("decided_act_id", "id"), is_descending=True),
    "read_dedicated": Read(),
    "read_delays": Read(),
    "read_delegated_draws": Read(("order_id",), is_descending=True),
    "read_delegations": Read(("approval_id",), is_descending=True),
    "read_disputed_late": Read(("contract_id", "buyer_id", "currency")),
    "read_dispute_notices": Read(is_descending=True),
    "read_dispute_steps": Read(()),
    "read_disputes": Read(("contract_id", "dispute_id")),
    "read_documents": Read(("id", "digest"), is_descending=True),
    "read_draws": Read(("order_id",)),
    "read_deliveries": Read(is_descending=True),
    "read_email": Read(),
    "read_entries": Read(("entry_on", "contract_id", "id", "line"), is_descending=True),
    "read_entry_documents": Read(()),
    "read_entry_items": Read(("id", "account")),
    "read_entry_lines": Read(("line",)),
    "read_events": Read(is_descending=True),
    "read_exceptions": Read(("contract_id", "approval_id")),
    "read_excused": Read(("invoice_id",)),
    "read_expected": Read(("booked_on", "id")),
    "read_facts": Read(("kind", "subject_id", "fact", "valid_from_on", "recorded_at")),
    "read_fees_billed": Read(("entry_id", "fee_code", "charge_unit", "fee_cause")),
    "read_feeds": Read(("contract_number", "way", "sender")),
    "read_funds_over_time": Read(()),
    "read_group_statement": Read(("contract_number",)),
    "read_group_members": Read(("group_id", "party_id")),
    "read_guaranteed": Read(("number",)),
    "read_guarantees": Read(),
    "read_guessed": Read(("confidence_ppm", "id"), is_descending=True),
    "read_guesses": Read(()),
    "read_handover_buyers": Read(),
    "read_handover_invoices": Read(),
    "read_handover_payments": Read(("value_on", "id")),
    "read_fraud_alarms": Read(("alarm_id",), is_descending=True),
    "read_held_remittances": Read(),
    "read_house": Read(()),
    "read_identities": Read(),
    "read_instalments": Read(()),
    "read_failed_invoices": Read(("contract_id", "invoice_id")),
    "read_garnishment_items": Read(("invoice_id",)),
    "read_garnishment_steps": Read(),
    "read_garnishments": Read(is_descending=True),
    "read_insolvencies": Read(("contract_number", "failed_part", "party_id")),
    "read_insolvency_notices": Read(is_descending=True),
    "read_insolvency_steps": Read(is_descending=True),
    "read_instruments": Read(is_descending=True),
    "read_insurer_answers": Read(("recorded_at", "insurer_answer_number"), is_descending=True),
    "read_insurer_messages": Read(is_descending=True),
    "read_insured": Read(("contract_number", "buyer_id")),
    "read_invoices": Read(),
    "read_kept_reads": Read(is_descending=True),
    "read_keys": Read(),
    "read_late_orders": Read(("promised_at", "id")),
    "read_late_parts": Read(("contract_id", "invoice_id", "paid_on", "part_kind")),
    "read_ledger": Read(()),
    "read_ledger_contracts": Read(("contract_number", "currency")),
    "read_ledger_differences": Read(),
    "read_limits": Read(),
    "read_mandates": Read(),
    "read_movements": Read(("entry_id", "account", "against_id")),
    "read_number_claims": Read(("contract_id", "party_id", "number_scheme", "party_number")),
    "read_open_by_due": Read(()),
    "read_open_disputes": Read(("disputed_on", "dispute_id")),
    "read_open_items": Read(),
    "read_offer_files": Read(is_descending=True),
    "read_offered": Read(),
    "read_offered_programmes": Read(),
    "read_opening_facts": Read(),
    "read_opening_guards": Read(()),
    "read_orders": Read(is_descending=True),
    "read_outbox": Read(),
    "read_outbox_files": Read(is_descending=True),
    "read_owed": Read(),
    "read_orders_not_sent": Read(()),
    "read_debts_at_judgment": Read(("due_on", "invoice_id")),
    "read_own_claim_evidence": Read(()),
    "read_own_claim_file": Read(()),
    "read_own_claim_items": Read(("invoice_id",)),
    "read_own_claims": Read(),
    "read_own_limits": Read(("policy_id", "buyer_id")),
    "read_own_overdues": Read(("due_on", "invoice_id", "policy_id")),
    "read_own_policies": Read(),
    "read_own_recoveries": Read(),
    "read_own_turnover": Read(("policy_id", "until_on")),
    "read_own_accounts": Read(),
    "read_parties": Read(),
    "read_partners": Read(("contract_number", "role", "party_id")),
    "read_paid_delays": Read(("buyer_id", "late_days")),
    "read_payable_steps": Read(()),
    "read_payables": Read(),
    "read_payees": Read(),
    "read_payment_homes": Read(()),
    "read_payments": Read(),
    "read_penalties": Read(("contract_id", "penalty_id")),
    "read_penalty_halves": Read(()),
    "read_penalty_steps": Read(()),
    "read_planned_payments": Read(("planned_on", "id")),
    "read_powers": Read(),
    "read_policies": Read(),
    "read_policy_duties": Read(("act_by_on", "policy_id", "policy_duty", "until_on", "buyer_id")),
    "read_premiums": Read(is_descending=True),
    "read_turnover_declarations": Read(("policy_id", "until_on"), is_descending=True),
    "read_policy_covers": Read(("approval_id",)),
    "read_policy_limits": Read(is_descending=True),
    "read_portfolio": Read(("contract_number",)),
    "read_portfolio_totals": Read(()),
    "read_programme": Read(()),
    "read_programme_suppliers": Read(),
    "read_provision_facts": Read(("contract_number", "counterparty", "party_id")),
    "read_provision_terms": Read(()),
    "read_purchase_order_steps": Read(()),
    "read_purchase_orders": Read(),
    "read_quote_floors": Read(),
    "read_prospects": Read(is_descending=True),
    "read_quotes": Read(),
    "read_rates": Read(()),
    "read_promises": Read(("contract_id", "promise_id", "due_on")),
    "read_recourse_steps": Read(is_descending=True),
    "read_reminder_batch": Read(),
    "read_reminder_calls": Read(("amount_cents", "id"), is_descending=True),
    "read_reminder_contacts": Read(("contract_id", "buyer_id")),
    "read_reminder_lines": Read(()),
    "read_reminder_plans": Read(()),
    "read_reminders": Read(is_descending=True),
    "read_receipts": Read(("id", "item_id", "against_id")),
    "read_release_letters": Read(is_descending=True),
    "read_released_orders": Read(()),
    "read_remittance_lines": Read(("place", "file", "row_number", "line_id")),
    "read_remittance_states": Read(()),
    "read_remittances": Read(is_descending=True),
    "read_sales_ledgers": Read(is_descending=True),
    "read_second_factors": Read(),
    "read_sessions": Read(is_descending=True),
    "read_signatures": Read(is_descending=True),
    "read_sold": Read(),
    "read_sold_months": Read(("contract_id", "buyer_id", "currency", "month_on")),
    "read_sweeps": Read(is_descending=True),
    "read_takeovers": Read(()),
    "read_tariff_rows": Read(()),
    "read_to_sign": Read(),
    "read_tariffs": Read(()),
    "read_team": Read(("login", "id")),
    "read_team_acts": Read(is_descending=True),
    "read_team_requests": Read(),
    "read_terms": Read(()),
    "read_users": Read(("login", "company_name")),
    "read_verifications": Read(("verification_id",), is_descending=True),
    "read_watch_flows": Read(("contract_id", "buyer_id", "currency")),
    "read_webhooks": Read(),
}
# What a parameter is, by its name; those of DEFAULTS may always be left out, and `on` is then the
# day of business.
DEFAULTS = frozenset({"on", "at", "everything", "by_buyer", "period_days"})
PARAMETERS: dict[str, type] = {
    "alarm_id": int, "garnishment_id": int,
    "account": str, "accounts": list, "at": datetime, "buyer_id": int, "by_buyer": bool,
    "callback_id": int, "company_id": int, "contract_id": int, "contract_ids": list,
    "day": date, "digest": str, "dispute_id": int, "everything": bool, "from_on": date, "id": int,
    "index_name": str, "judged_on": date, "kind": str, "kinds": list, "known_at": datetime,
    "login": str, "link_id": int, "mandate_ids": list, "movement_id": int, "operation": str,
    "number": str, "numbers": list, "on": date, "party_id": int, "penalty_id": int, "siren": str,
    "period_days": int, "policy_id": int, "reference": str, "role": str, "state": str,
    "subject_id": int, "tariff_id": int, "text": str, "until_on": date, "webhook_id": int,
}  # fmt: skip


@cache
def parameters(name: str) -> tuple[str, ...]:
    """The parameters of a query, in their order."""
    return tuple(dict.fromkeys(_PARAMETER.findall(query(name))))


def listed(
    see: See, name: str, told: Mapping[str, Any], on: date, at: datetime, *, after: str = "",
    size: int = PAGE_SIZE,
) -> tuple[list[Row], str]:  # fmt: skip
    """A page of a list and the cursor of the next one ("": there is none).

    Refused: cursor_wrong.
    """
    read = READS[name]
    defaults: dict[str, Callable[[], Any]] = {
        "on": lambda: on, "at": lambda: at, "everything": lambda: False,
        "by_buyer": lambda: False, "period_days": lambda: 90,
    }  # fmt: skip
    arguments = {
        one: told[one] if told.get(one) is not None else defaults.get(one, lambda: None)()
        for one in parameters(name)
    }
    if not read.keys:
        return see(name, **arguments), ""
    return keyed(see, name, read, arguments, after=after, size=size)
