"""Which of our payment files a debit pays as one sum, where it names no order."""

from typing import Any

from comptant.operations.acts.act import Act, lock_contracts
from comptant.store import bulk

Row = dict[str, Any]
RECALLED_WITHIN_DAYS = 60  # eight weeks for an authorised SEPA debit, and the bank


def files_paid(do: Act, debits: list[Row]) -> dict[int, Row]:
    """The payment file that each lump debit pays, by movement: the one of its total that it names,
    or the only one; whole, or without the orders said to have failed. A debit that bears a
    reference of money received takes that back (`is_reversal`), though the bank does not say so."""
    if not debits:
        return {}
    files = bulk.rows(
        do.conn, "files_to_execute", totals=[-row["amount_cents"] for row in debits],
        own_account_ids=[row["own_account_id"] for row in debits],
        booked_on=min(row["booked_on"] for row in debits),
    )  # fmt: skip
    totals = {(file["own_account_id"], file["total_cents"]) for file in files}
    receipts = _naming_receipts(
        do, [row for row in debits if (row["own_account_id"], -row["amount_cents"]) in totals]
    )
    paid: dict[int, Row] = {}
    for row in debits:
        row["is_reversal"] = row["movement_id"] in receipts
        fitting = [
            file for file in files
            if (file["own_account_id"], file["total_cents"])
            == (row["own_account_id"], -row["amount_cents"])
        ]  # fmt: skip
        text = (row["remittance_text"] + (row["end_to_end_reference"] or "")).upper()
        named = [file for file in fitting if file["name_part"] in text]
        if named or (len(fitting) == 1 and not row["is_reversal"]):
            paid[row["movement_id"]] = chosen = (named or fitting)[0]
            files = [file for file in files if file["digest"] != chosen["digest"]]
    return paid


def _naming_receipts(do: Act, debits: list[Row]) -> set[int]:
    """The debits that bear a reference of money received of their sum."""
    if not debits:
        return set()
    names = ("own_account_id", "movement_id", "currency", "booked_on", "bank_reference",
             "end_to_end_reference")  # fmt: skip
    asked = {name: [row[name] for row in debits] for name in names}
    found = bulk.rows(do.conn, "receipts_named", **asked, days=RECALLED_WITHIN_DAYS,
                      amount_cents=[-row["amount_cents"] for row in debits])  # fmt: skip
    return {row["debit_id"] for row in found}


def orders_of_files(do: Act, digests: list[bytes]) -> dict[bytes, list[Row]]:
    """The orders of payment files, their contracts locked, by the digest of the file."""
    if not digests:
        return {}
    found = bulk.rows(do.conn, "orders_of_files", digests=digests)
    lock_contracts(do, {order["contract_id"] for order in found})
    by_file: dict[bytes, list[Row]] = {bytes(digest): [] for digest in digests}
    for order in found:
        by_file[bytes(order["digest"])].append(order)
    return by_file
