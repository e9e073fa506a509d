"""What our banks leave us without: accounts of which no statement comes any more, money that a
camt.052 announced and no statement has booked, and what stands on dedicated accounts and is not
swept."""

from datetime import date

from comptant.operations.acts.act import Act
from comptant.rules.batch import decide
from comptant.rules.sweeping import DEDICATED, sweep_alert, sweep_missing_cents
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


def sweeps_missing(do: Act, day: date) -> list[bulk.Row]:
    """Dedicated accounts whose money is not where it should be, the largest sum first:
    contract_number, iban, sweep_alert, sweep_missing_cents and its currency."""
    rows = bulk.rows(do.conn, "read_dedicated", on=day)
    told = [row for row in judged(rows, day) if row["sweep_alert"]]
    names = ("contract_number", "client_name", "iban", "sweep_alert", "sweep_missing_cents",
             "currency")  # fmt: skip
    return sorted(({name: row[name] for name in names} for row in told),
                  key=lambda row: -row["sweep_missing_cents"])  # fmt: skip


def judged(rows: list[bulk.Row], day: date) -> list[bulk.Row]:
    """Rows of read_dedicated with what the rules say of each on a day."""
    if not rows:
        return []
    facts = DEDICATED.frame([{**{name: row.get(name) for name in DEDICATED.names},
                              "today_on": day} for row in rows])  # fmt: skip
    told = decide(facts, (sweep_alert, sweep_missing_cents), nullable=("sweep_alert",))
    more = told.select("sweep_alert", "sweep_missing_cents").to_dicts()
    return [{**row, **one} for row, one in zip(rows, more, strict=True)]
