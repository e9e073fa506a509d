"""What our banks leave us without: accounts of which no statement comes any more, and money that a
camt.052 announced and no statement has booked."""

from datetime import date

from comptant.operations.acts.act import Act
from comptant.store import bulk

SILENT_DAYS = 30  # without a statement: its proof is that of a day long ago


def silent_accounts(do: Act, day: date) -> list[bulk.Row]:
    """Accounts of ours without a statement for SILENT_DAYS, the longest first: iban, the day of the
    last one, age_days, ledger_cents of now."""
    return bulk.rows(do.conn, "silent_accounts", day=day, silent_days=SILENT_DAYS)


def announced_late(do: Act, day: date) -> list[bulk.Row]:
    """Lines of a camt.052 that the statement of their day has not booked, the oldest first."""
    return [
        {"iban": row["iban"], "booked_on": row["booked_on"], "payer_name": row["payer_name"],
         "currency": row["currency"], "amount_cents": row["amount_cents"]}
        for row in bulk.rows(do.conn, "read_expected", on=day)
        if row["source"] == "camt.052" and row["expected_status"] == "LATE"
        and row["booked_on"] <= day
    ]  # fmt: skip
