"""All rules on fraud together: one batch of alarms from the tables of a day. Source: DOMAIN §10."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from comptant.rules.fraud import ALARMS, FraudRule, Limits, seen
from comptant.rules.fraud_books import first_digits, number_gaps, round_amounts, turnover_jump
from comptant.rules.fraud_clients import above_declared, ring, shared_details
from comptant.rules.fraud_invoices import (
    altered_document,
    before_delivery,
    exact_duplicate,
    late_credit_notes,
    month_end,
    near_duplicate,
    new_large_buyer,
    no_status,
    not_recognised,
    nowhere,
)
from comptant.rules.fraud_payments import (
    buyer_drift,
    direct_payments,
    paid_by_client,
    payer_mismatch,
)
from comptant.rules.fraud_people import account_change, one_hand, strange_session

RULES: dict[str, FraudRule] = {
    "FR-01": exact_duplicate, "FR-02": near_duplicate, "FR-03": number_gaps,
    "FR-04": round_amounts, "FR-05": first_digits, "FR-06": late_credit_notes,
    "FR-07": direct_payments, "FR-08": payer_mismatch, "FR-09": paid_by_client,
    "FR-10": before_delivery, "FR-11": new_large_buyer, "FR-12": turnover_jump,
    "FR-13": above_declared, "FR-14": account_change, "FR-15": buyer_drift, "FR-16": no_status,
    "FR-17": shared_details, "FR-18": not_recognised, "FR-19": altered_document, "FR-20": ring,
    "FR-21": month_end, "FR-22": nowhere, "FR-23": strange_session, "FR-24": one_hand,
}  # fmt: skip


def watch(
    tables: Mapping[str, pl.DataFrame], from_on: date, on: date,
    limits: Mapping[str, Limits], rules: Iterable[str] = tuple(RULES),
) -> pl.DataFrame:  # fmt: skip
    """ALARMS of a day: what some rules find in the tables (`fraud.TABLES`) as known on it; what
    happened on or before `from_on` was looked at already. `limits`: the thresholds in force."""
    known = seen(tables, from_on, on)
    found = [RULES[code](known, limits.get(code, {})) for code in sorted(rules)]
    return pl.concat([ALARMS.empty(), *found])
