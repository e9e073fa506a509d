"""What may be asked of a list: the parameters of its query, by their names."""

from datetime import date, datetime

# What a parameter is, by its name; those of DEFAULTS may always be left out, and `on` is then the
# day of business.
DEFAULTS = frozenset({"on", "at", "everything", "by_buyer", "period_days"})
PARAMETERS: dict[str, type] = {
    "account": str, "accounts": list, "alarm_id": int, "aml_alarm_id": int, "at": datetime,
    "buyer_id": int, "by_buyer": bool, "callback_id": int, "company_id": int, "contract_id": int,
    "contract_ids": list, "day": date, "digest": str, "dispute_id": int, "everything": bool,
    "from_on": date, "garnishment_id": int, "hit_id": int, "id": int, "index_name": str,
    "judged_on": date, "kind": str, "kinds": list, "known_at": datetime, "link_id": int,
    "login": str, "mandate_ids": list, "movement_id": int, "number": str, "numbers": list,
    "on": date, "operation": str, "party_id": int, "penalty_id": int, "period_days": int,
    "policy_id": int, "reference": str, "role": str, "siren": str, "state": str, "subject": str,
    "subject_id": int, "tariff_id": int, "text": str, "until_on": date, "warning_id": int,
    "webhook_id": int,
}  # fmt: skip
