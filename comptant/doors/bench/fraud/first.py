"""A first year of clients, as plain as can be: every client bills its buyers at an even pace, in
one sequence, amounts of many sizes, paid on their day or a few days after.

Each plant is the least that its rule must find: what stands just beyond its threshold.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
BEGUN_ON = date(2027, 1, 1)
DAYS = 365
BUYERS = 8
CLIENTS = 24
_MORNING = datetime(2027, 1, 1, 9, tzinfo=UTC)


class Honest:
    """The year: its tables, its clients numbered from 0."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.tables: Tables = {}
        self.number = 0
        self.sold: dict[int, int] = {}
        for client in range(CLIENTS):
            self._client(client)

    def add(self, table: str, **row: Any) -> Row:
        self.tables.setdefault(table, []).append(row)
        return row

    def next(self) -> int:
        self.number += 1
        return 1_000_000 + self.number

    def _party(self, party_id: int, name: str) -> None:
        self.add("parties", party_id=party_id, party_name=name, registered_on=date(2001, 5, 4))
        self.add("accounts", party_id=party_id, iban=f"FR76{party_id:023d}")
        self.add("attributes", party_id=party_id, attribute_kind="PHONE",
                 attribute_value=f"0{party_id}")  # fmt: skip

    def _client(self, client: int) -> None:
        self._party(client, f"CLIENT {client}")
        self.add("contracts", contract_id=client, client_id=client)
        self.add("carriers", party_id=client, carrier_name="ROUTE SA")
        for place in range(BUYERS):
            buyer = buyer_of(client, place)
            self._party(buyer, f"BUYER {buyer}")
            self.add("sites", party_id=buyer, delivery_place=f"{buyer}")
        for day in range(DAYS):
            on = BEGUN_ON + timedelta(days=day)
            row = self.sell(client, self.chance.randrange(BUYERS), on)
            self.pay(row, late=self.chance.randint(0, 6))
            if day % 60 == 44:
                self.credit(row, 20, 10)
        for month in range(1, 13):
            sold = sum(r["gross_cents"] for r in self.tables["invoices"] if r["gross_cents"] > 0
                       and r["client_id"] == client and r["issued_on"].month == month)  # fmt: skip
            self.add("declared", client_id=client, month_on=date(2027, month, 1),
                     declared_cents=sold * 10 // 12)  # fmt: skip
        for week in range(52):
            at = _MORNING + timedelta(days=7 * week)
            self.visit(client, at, "office", 10, 90)
            self.add("overrides", contract_id=client, approval_id=self.next(),
                     decider_id=1 + week % 3, decided_on=at.date())  # fmt: skip

    def cents(self) -> int:
        """Amounts of many sizes: their first digits are those of a real book."""
        return int(10 ** self.chance.uniform(4, 7)) | 1

    def sell(self, client: int, place: int, on: date, **told: Any) -> Row:
        buyer, invoice_id = buyer_of(client, place), self.next()
        self.sold[client] = self.sold.get(client, 0) + 1
        row = {
            "contract_id": client,
            "client_id": client,
            "invoice_id": invoice_id,
            "buyer_id": buyer,
            "number_key": f"{client}F{self.sold[client]:06d}",
            "issued_on": on,
            "due_on": on + timedelta(days=30),
            "sent_on": on,
            "gross_cents": self.cents(),
            "credited_id": None,
            "currency": "EUR",
            "delivered_on": on,
            "delivery_place": f"{buyer}",
            "carrier_name": "ROUTE SA",
            "einvoice_status": "205",
            "verification_answer": None,
            **told,
        }
        self.add("documents", contract_id=client, invoice_id=invoice_id, producer="Sage 12",
                 is_rewritten=False, revision_count=1, font_count=2,
                 pdf_cents=row["gross_cents"], xml_cents=row["gross_cents"])  # fmt: skip
        return self.add("invoices", **row)

    def pay(self, of: Row, late: int = 0, **told: Any) -> Row:
        return self.add("payments", **{
            "contract_id": of["contract_id"], "buyer_id": of["buyer_id"],
            "payment_id": self.next(), "invoice_id": of["invoice_id"],
            "paid_on": of["due_on"] + timedelta(days=late), "amount_cents": of["gross_cents"],
            "payer_name": f"BUYER {of['buyer_id']}", "payer_iban": f"FR76{of['buyer_id']:023d}",
            "is_direct": False, **told})  # fmt: skip

    def credit(self, of: Row, after: int, percent: int) -> Row:
        on = of["issued_on"] + timedelta(days=after)
        return self.add("invoices", **{
            **of, "invoice_id": self.next(), "number_key": f"A{self.number}", "issued_on": on,
            "sent_on": on, "gross_cents": -(of["gross_cents"] * percent // 100),
            "credited_id": of["invoice_id"]})  # fmt: skip

    def visit(self, client: int, at: datetime, device: str, remit: int, draw: int) -> None:
        who = {"contract_id": client, "user_id": 500 + client}
        self.add("sessions", **who, opened_at=at, device_name=device)
        for code, after in (("REMIT", remit), ("DRAW", draw)):
            self.add("moves", **who, move_code=code, moved_at=at + timedelta(minutes=after))

    def of(self, client: int) -> list[Row]:
        """A client's invoices, in order."""
        return [r for r in self.tables["invoices"] if r["client_id"] == client
                and r["gross_cents"] > 0]  # fmt: skip


Plant = Callable[[Honest, int], int | None]


def buyer_of(client: int, place: int) -> int:
    return 1_000 + BUYERS * client + place
