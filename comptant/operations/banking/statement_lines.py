"""What the lines of a bank statement have become: what each booked, where its money is, and what
stands in the way of taking the statement back. Source: DOMAIN 5.8, I-22; docs/decisions/0123.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comptant.operations.acts.act import Act, Refused
from comptant.operations.banking.bank import slice_key
from comptant.operations.collection.homes import first_of, homes_of, key_of
from comptant.operations.collection.reversals import Key, elsewhere
from comptant.store import bulk

Row = dict[str, Any]
REVERSED = ("collection_reversed", "dedicated_reversed")
CAME_BACK = "order_came_back"
# What happened to an order since, beyond which its execution cannot be taken out.
SINCE = frozenset({"REJECTED", "RETURNED", "REDEBITED", "RECREDITED"})


@dataclass
class Told:
    """A statement of an account of ours (its issues) and all that its lines have told."""

    issues: list[Row]
    lines: list[Row]
    entries: list[Row]  # on the bank, but for money received
    orders: dict[int, Row]
    explained: list[Row]
    instruments: list[Row]
    swept: set[int]
    received: list[Row]
    homes: list[Row]
    reversed: list[Row]

    @property
    def statement(self) -> Row:
        """The first issue: what all of them share."""
        return self.issues[0]

    @property
    def ids(self) -> list[int]:
        """Of the issues."""
        return [row["id"] for row in self.issues]

    @property
    def contract_ids(self) -> set[int]:
        """Every contract that anything of it is on."""
        rows: Iterable[Row] = (*self.entries, *self.instruments, *self.received, *self.homes,
                               *self.reversed)  # fmt: skip
        return {self.statement["house_id"], self.statement["opening_contract_id"],
                *(row["contract_id"] for row in rows)}  # fmt: skip

    @property
    def brought(self) -> list[Row]:
        """The payments that lines brought themselves, with what has become of them elsewhere."""
        return [row for row in self.received if row["banked_cents"]]


def told_by(do: Act, bank_statement_id: int) -> Told:
    """All that a statement tells. Refused: bank_statement_unknown, statement_is_withdrawn."""
    issues = bulk.rows(do.conn, "statement_to_withdraw", id=bank_statement_id)
    if not issues:
        known = bulk.rows(do.conn, "read_bank_statements", id=bank_statement_id, account=None)
        if known:
            raise Refused("statement_is_withdrawn", bank_statement_id=bank_statement_id)
        raise Refused("bank_statement_unknown", bank_statement_id=bank_statement_id)
    lines = bulk.rows(do.conn, "lines_to_withdraw", ids=[row["id"] for row in issues],
                      own_account_id=issues[0]["own_account_id"])  # fmt: skip
    movement_ids = [row["movement_id"] for row in lines]
    act_ids = sorted({row["act_id"] for row in issues})
    entries = bulk.rows(do.conn, "lines_booked", act_ids=act_ids, movement_ids=movement_ids,
                        slice_keys=_slice_keys(do, act_ids))  # fmt: skip
    received = bulk.rows(do.conn, "lines_received", movement_ids=movement_ids)
    asked = {"movement_ids": movement_ids}
    return Told(
        issues, lines, entries, _orders(do, entries),
        bulk.rows(do.conn, "lines_explained", **asked),
        bulk.rows(do.conn, "lines_of_instruments", **asked),
        {row["movement_id"] for row in bulk.rows(do.conn, "lines_swept", **asked)}, received,
        homes_of(do, [_key(row) for row in received if row["banked_cents"]]),
        _reversed(do, entries),
    )  # fmt: skip


def in_the_way(do: Act, told: Told) -> list[Row]:
    """The lines that cannot be taken back, each once, in the order of the bank: day, amount, text,
    its `line_use`, and what that names."""
    found: dict[int, Row] = {}
    for row in (*_debits(told), *_of_instruments(told), *_of_orders(told), *_of_money(do, told),
                *_not_booked(told)):  # fmt: skip
        found.setdefault(row["movement_id"], row)
    return [
        {"currency": line["currency"], "amount_cents": line["amount_cents"],
         "booked_on": line["booked_on"], "remittance_text": line["remittance_text"],
         **found[line["movement_id"]]}
        for line in told.lines if line["movement_id"] in found
    ]  # fmt: skip


def _key(row: Row) -> Key:
    return row["contract_id"], row["payment_id"]


def _slice_keys(do: Act, act_ids: list[int]) -> list[str]:
    begun = bulk.rows(do.conn, "slices_begun", act_ids=act_ids)
    return [slice_key(part[0], part[1]) for row in begun for part in row["slices"]]


def _orders(do: Act, entries: list[Row]) -> dict[int, Row]:
    """The orders that lines have executed."""
    executed = [row for row in entries if row["order_id"]]
    if not executed:
        return {}
    found = bulk.rows(do.conn, "orders_paid", ids=[row["order_id"] for row in executed],
                      contract_ids=sorted({row["contract_id"] for row in executed}))  # fmt: skip
    return {row["id"]: row for row in found}


def _reversed(do: Act, entries: list[Row]) -> list[Row]:
    """The payments that lines have taken back."""
    debits = [row for row in entries if row["event"] in REVERSED]
    if not debits:
        return []
    names = ("contract_id", "entry_id", "movement_id")
    return bulk.rows(do.conn, "reversed_by_lines",
                     **{f"{name}s": [row[name] for row in debits] for name in names})  # fmt: skip


def _used(movement_id: int, use: str, **facts: object) -> Row:
    return {"movement_id": movement_id, "line_use": use, **facts}


def _debits(told: Told) -> Iterable[Row]:
    """Debits that a person has explained, but by orders of ours; sweeps."""
    for row in told.explained:
        if row["named_entry_id"]:
            yield _used(row["movement_id"], "NAMED", entry_id=row["named_entry_id"],
                        contract_number=row["named_contract_number"])  # fmt: skip
        elif not row["key"].endswith("/order"):
            yield _used(row["movement_id"], "EXPLAINED", entry_id=row["entry_id"],
                        contract_number=row["contract_number"])  # fmt: skip
    for movement_id in sorted(told.swept):
        yield _used(movement_id, "SWEPT")


def _of_instruments(told: Told) -> Iterable[Row]:
    """Credits of remittances told by hand, or of which our bank has debited some since."""
    for row in told.instruments:
        if row["step"] != "SETTLED" or not (row["is_by_hand"] or row["is_debited"]):
            continue
        yield _used(row["movement_id"], "SETTLED" if row["is_by_hand"] else "DEBITED_SINCE",
                    instrument_id=row["instrument_id"],
                    contract_number=row["contract_number"])  # fmt: skip


def _of_orders(told: Told) -> Iterable[Row]:
    """Orders that came back, or of which more happened than their execution."""
    for row in told.entries:
        if row["event"] == CAME_BACK:
            yield _used(row["movement_id"], "CAME_BACK", order_id=int(row["key"].split("/")[1]))
        elif row["order_id"] and SINCE & set(told.orders[row["order_id"]]["steps"]):
            yield _used(row["movement_id"], "ORDER_SINCE", order_id=row["order_id"])


def _of_money(do: Act, told: Told) -> Iterable[Row]:
    """Money that the bank takes back by another statement, or that is no longer with us: sent back,
    passed on, credited to the client. What pays invoices comes back from them."""
    here = {(row["contract_id"], row["payment_id"]): row for row in told.received}
    for row in told.received:
        if row["taken_cents"] > 0:
            yield _used(row["movement_id"], "TAKEN_BACK", payment_id=row["payment_id"],
                        bank_statement_id=row["statement_id"])  # fmt: skip
    own = Counter[Key]()
    for row in told.reversed:
        own[_key(row)] += row["cents"]
    left = elsewhere(do, [key_of(home) for home in told.homes])
    for home in told.homes:
        if left[key_of(home)] != own[key_of(home)]:
            yield _used(here[first_of(home)]["movement_id"], "GIVEN_AWAY",
                        payment_id=home["payment_id"],
                        contract_number=home["contract_number"])  # fmt: skip


def _not_booked(told: Told) -> Iterable[Row]:
    """Lines that are not booked to the cent by what we know of them: a file stopped on its way."""
    booked = Counter[int]()
    for row in told.entries:
        booked[row["movement_id"]] += row["bank_cents"]
    for row in told.brought:
        booked[row["movement_id"]] += row["banked_cents"]
    for line in told.lines:
        if booked[line["movement_id"]] != line["amount_cents"]:
            yield _used(line["movement_id"], "NOT_BOOKED")
