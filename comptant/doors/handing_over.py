"""A contract as open files: made from what its reader may see, and read back for a take-over."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from comptant.formats import handover
from comptant.formats.handover import HEAD, STATEMENT
from comptant.formats.reading import Fault
from comptant.store.access import Paging, See

Row = dict[str, Any]
ROWS_AT_ONCE = 10_000
# The lists of a pack and their columns: those read back first, then what is for the reader.
SHAPES: dict[str, tuple[str, ...]] = {
    **{name: shape.names for name, shape in handover.LISTS.items()},
    "notices.csv": ("buyer_name", "buyer_siren", "buyer_vat", "buyer_country", "notified_on",
                    "proof"),
    "terms.csv": ("term", "valid_from_on", "value", "source"),
    "all_invoices.csv": ("invoice_number", "type_code", "buyer_name", "issued_on", "due_on",
                         "currency", "amount_cents", "open_cents", "approved_cents", "sent_on"),
    "entries.csv": ("entry_on", "value_on", "journal", "key", "event", "line", "account",
                    "currency", "amount_cents"),
    "charges.csv": ("entry_on", "charge_code", "clause", "base_cents", "from_on", "until_on",
                    "rate_ppm", "amount_cents", "currency"),
    "guaranteed.csv": ("invoice_number", "buyer_name", "taken_on", "guarantee_cause", "currency",
                       "guaranteed_cents", "uncovered_cents", "factor_open_cents",
                       "client_open_cents"),
    "promises.csv": ("buyer_name", "promised_on", "due_on", "currency", "instalment_cents",
                     "repaid_cents", "is_taken_back", "found_state", "evidence"),
    "orders.csv": ("purpose", "prepared_at", "currency", "amount_cents", "holder", "iban",
                   "end_to_end_reference", "step", "step_on"),
    "papers.csv": ("signature_kind", "subject_id", "name", "signatory", "dated_on", "currency",
                   "amount_cents", "signature_state", "ended_on", "digest"),
    "penalties.csv": ("buyer_name", "invoice_number", "claimed_on", "penalty_owner", "currency",
                      "amount_cents", "paid_cents", "waived_cents", "open_cents"),
    "contacts.csv": ("buyer_name", "person", "email", "phone", "postal_address", "language",
                     "is_email_refused", "source"),
    "purchase_orders.csv": ("buyer_name", "order_number", "ordered_on", "expected_on", "currency",
                            "amount_cents", "order_advanced_cents", "order_owed_cents",
                            "order_state"),
    "payables.csv": ("supplier_name", "invoice_number", "issued_on", "due_on", "currency",
                     "amount_cents", "discount_cents", "open_cents", "payable_state",
                     "bought_on", "paid_on"),
    "instruments.csv": ("payment_means", "number", "buyer_name", "currency", "amount_cents",
                        "issued_on", "due_on", "step", "step_on", "reference"),
    "allocated.csv": ("invoice_number", "buyer_name", "paid_on", "entry_on", "currency",
                      "paid_cents", "event"),
}  # fmt: skip
# What is the factor's own, or owed to it beside what is lent on invoices: no figure of a statement.
KEPT = {"doubtful_cents": "DEBD", "orders_cents": "ORD", "penalties_cents": "PEN",
        "accrued_cents": "ACCR"}  # fmt: skip


def pack(see: See, found: Row, on: date) -> dict[str, bytes]:
    """The files of a contract as it stands, by their names."""
    contract_id = found["id"]
    buyers = see("read_handover_buyers", contract_id=contract_id, on=on)
    invoices = see("read_handover_invoices", contract_id=contract_id)
    payments = see("read_handover_payments", contract_id=contract_id)
    kept = [row for row in payments if row["is_kept"]]
    balances = {row["account"]: row["amount_cents"] for row in see(
        "read_balances", contract_id=contract_id, on=date.max, known_at=None)}  # fmt: skip
    lists = {
        "invoices.csv": invoices, "payments.csv": [row for row in payments if not row["is_kept"]],
        "limits.csv": [row for row in buyers if row["amount_cents"]], "notices.csv": buyers,
        "terms.csv": see("read_terms", contract_id=contract_id),
        "all_invoices.csv": _all(see, "read_invoices", contract_id=contract_id, numbers=None,
                                 everything=True),
        "entries.csv": see("read_entries", contract_id=contract_id, from_on=None, until_on=None,
                           known_at=None),
        "charges.csv": see("read_charges", contract_id=contract_id, from_on=None, until_on=None),
        "disputes.csv": see("read_handover_disputes", contract_id=contract_id, on=on),
        **_for_the_reader(see, contract_id, on),
    }  # fmt: skip
    head = {"number": found["number"], "client_name": found["client_name"],
            "client_siren": found["siren"], "currency": found["currency"], "on": on.isoformat(),
            "status": found["status"]}  # fmt: skip
    stated, beside = statement(balances, sum(row["open_cents"] for row in kept))
    return handover.write(head, stated, lists, SHAPES, beside)


def _for_the_reader(see: See, contract_id: int, on: date) -> dict[str, list[Row]]:
    """What was done beside the items: promised, ordered, signed, claimed, advanced, collected."""
    of: Row = {"contract_id": contract_id}
    return {
        "guaranteed.csv": see("read_guarantees", **of, numbers=None),
        "promises.csv": see("read_promises", **of, on=on),
        "orders.csv": see("read_orders", **of, id=None),
        "papers.csv": see("read_signatures", **of, id=None, kind=None, subject_id=None, on=on),
        "penalties.csv": see("read_penalties", **of, buyer_id=None, penalty_id=None, on=on),
        "contacts.csv": [row for row in see("read_reminder_contacts", **of)
                         if row["contract_id"]],
        "purchase_orders.csv": see("read_purchase_orders", **of),
        "payables.csv": see("read_payables", **of),
        "instruments.csv": see("read_instruments", **of, id=None),
        "allocated.csv": see("read_receipts", **of, from_on=None, until_on=None),
    }  # fmt: skip


def statement(
    balances: dict[str, int], kept_waiting: int = 0
) -> tuple[dict[str, int], dict[str, int]]:  # fmt: skip
    """The figures of STATEMENT from balances, debit positive, and those beside it: what the factor
    that is left keeps for itself, and what it has to pay the client itself, for the debts that its
    guarantee has bought. `kept_waiting`: money received for these. Source: DOMAIN 3.2, 3.7."""
    owed, waits, current, fund = (
        sign * balances.get(account, 0)
        for sign, account in ((1, "DEB"), (-1, "UNAL"), (-1, "CCA"), (-1, "FDG"))
    )
    waits -= kept_waiting
    kept = {name: balances.get(account, 0) for name, account in KEPT.items()}
    # The price of a debt that the factor keeps is its own to pay, as far as it was not drawn.
    price = min(kept["doubtful_cents"], max(current + waits + fund - owed, 0))
    figures = (owed, waits, current - price, fund, owed - waits - current + price - fund)
    beside = {**kept, "kept_unallocated_cents": kept_waiting, "client_to_pay_cents": price}
    return dict(zip(STATEMENT, figures, strict=True)), beside


def seal(files: dict[str, bytes]) -> str:
    """What tells a pack from any other: the SHA-256 of the file that seals the others."""
    return hashlib.sha256(files[HEAD]).hexdigest()


def taken(name: str, content: bytes) -> tuple[Row, list[Fault]]:
    """The arguments of a take-over, from an archive of the files; and their faults."""
    files = handover.unzipped(name, content)
    if isinstance(files, Fault):
        return {}, [files]
    read = handover.read(files)
    if read.faults:
        return {}, read.faults
    return {
        "sent": read.sent(), "payments": read.payments, "limits": read.limits,
        "disputes": read.disputes,
        "statement": read.statement, "statement_on": date.fromisoformat(read.head["on"]),
        "client_siren": str(read.head.get("client_siren") or "") or None,
    }, []  # fmt: skip


def _all(see: See, query: str, **arguments: Any) -> Iterator[Row]:
    """Every row of a list ordered by id, so many at a time."""
    after: tuple[str, ...] | None = None
    while True:
        rows = see(query, Paging(("id",), ROWS_AT_ONCE, after), **arguments)
        yield from rows[:ROWS_AT_ONCE]
        if len(rows) <= ROWS_AT_ONCE:
            return
        after = (str(rows[ROWS_AT_ONCE - 1]["id"]),)
