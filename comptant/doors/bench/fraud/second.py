"""A second year of clients, by other mechanisms than the first: trades with their own prices and
seasons, buyers that pay on the days of their payment runs, group treasuries, software that changes.

Frozen before the rules were written: it imports nothing of them, of their thresholds or of the
first year. Rows are dictionaries, table by table, under the names of the store's facts.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST_ON = date(2027, 1, 1)
DAYS = 365
TRADES = ("SERVICES", "TRADE", "WORKS", "TRANSPORT")
PER_WEEK = {"SERVICES": 9.0, "TRADE": 26.0, "WORKS": 4.0, "TRANSPORT": 40.0}
SEASON = {  # twelve months, in hundredths
    "SERVICES": (98, 100, 101, 99, 100, 102, 97, 85, 103, 104, 104, 107),
    "TRADE": (82, 85, 95, 99, 101, 103, 96, 78, 108, 112, 121, 120),
    "WORKS": (70, 80, 100, 110, 115, 120, 118, 55, 112, 115, 108, 97),
    "TRANSPORT": (92, 94, 99, 100, 101, 103, 100, 84, 104, 107, 110, 106),
}
PLATFORM_ON = date(2026, 9, 1)


@dataclass
class World:
    """The tables, and what the people of the year are like."""

    chance: Random
    tables: dict[str, list[Row]] = field(default_factory=dict)
    clients: list[Row] = field(default_factory=list)
    buyers: list[Row] = field(default_factory=list)
    last_id: int = 1_000

    def add(self, table: str, **row: Any) -> Row:
        self.tables.setdefault(table, []).append(row)
        return row

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id


def year(seed: int, clients: int = 40, buyers: int = 160) -> World:
    """The honest year: all of its tables."""
    w = World(Random(seed))
    for name in ("plans", "audits", "account_changes", "documents", "overrides"):
        w.tables[name] = []
    for number in range(buyers):
        w.buyers.append(_buyer(w, number))
    for number in range(clients):
        w.clients.append(_client(w, number))
    for client in w.clients:
        _sell(w, client)
        _live(w, client)
    return w


def iban_of(w: World) -> str:
    """An account that nobody else has."""
    return f"FR76{w.new_id():023d}"


def _party(w: World, name: str, kind: str, registered_on: date) -> int:
    party_id = w.new_id()
    w.add("parties", party_id=party_id, name=name, registered_on=registered_on)
    street = f"{w.chance.randint(1, 180)} RUE {kind} {party_id}"
    for attribute, value in (("ADDRESS", street), ("PHONE", f"+331{party_id:08d}"),
                             ("OFFICER", f"M {kind} {party_id}")):  # fmt: skip
        w.add("attributes", party_id=party_id, attribute=attribute, value=value)
    return party_id


def _buyer(w: World, number: int) -> Row:
    """Who buys: its payment runs, its lateness that wanders, perhaps a treasury of its group."""
    born = FIRST_ON - timedelta(days=w.chance.randint(400, 9_000))
    if number % 23 == 0:
        born = FIRST_ON - timedelta(days=w.chance.randint(20, 300))
    party_id = _party(w, f"ACHETEUR {number:03d}", "ACH", born)
    own = iban_of(w)
    w.add("accounts", party_id=party_id, iban=own)
    grouped = w.chance.random() < 0.08
    site = f"{w.chance.randint(1, 95):02d}{w.chance.randint(1, 900):03d}"
    sites = [site] + ([f"{w.chance.randint(1, 95):02d}{w.chance.randint(1, 900):03d}"]
                      if w.chance.random() < 0.3 else [])  # fmt: skip
    for place in sites:
        w.add("sites", party_id=party_id, delivery_place=place)
    payer = f"GROUPE {number % 7} TRESORERIE" if grouped else f"ACHETEUR {number:03d}"
    if grouped:
        own = f"FR76900{number % 7:020d}"
        w.add("accounts", party_id=party_id, iban=own)
        w.add("payers", party_id=party_id, payer_name=payer)
    return {"id": party_id, "iban": own, "payer": payer, "sites": sites,
            "runs": w.chance.choice(((10, 25), (5, 15, 28), (30,), (1, 8, 15, 22))),
            "late": w.chance.gauss(6, 7), "size": w.chance.paretovariate(1.3)}  # fmt: skip


def _client(w: World, number: int) -> Row:
    trade = TRADES[number % 4]
    party_id = _party(w, f"VENDEUR {number:03d}", "VEN", FIRST_ON - timedelta(days=2_000))
    w.add("accounts", party_id=party_id, iban=iban_of(w))
    contract_id = w.new_id()
    w.add("contracts", contract_id=contract_id, client_id=party_id)
    known = w.chance.sample(w.buyers, 6 + w.chance.randint(0, 12))
    carriers = [f"TRANSPORTEUR {w.chance.randint(1, 15)}" for _ in range(2)]
    for carrier in carriers:
        w.add("carriers", party_id=party_id, carrier_name=carrier)
    prices = [max(300, int(w.chance.lognormvariate(9.4, 1.2))) for _ in range(30)]
    return {"id": party_id, "contract_id": contract_id, "trade": trade, "buyers": known,
            "carriers": carriers, "prices": prices, "counter": w.chance.randint(1, 4_000),
            "ceded": w.chance.uniform(0.6, 1.0), "growth": w.chance.gauss(0.06, 0.08),
            "software": w.chance.choice(("Sage", "Cegid", "EBP", "Dolibarr")),
            "monthly": {b["id"]: 100 * w.chance.randint(300, 9_000) for b in known},
            "style": w.chance.choice(("plain", "year", "month"))}  # fmt: skip


def amount_of(w: World, client: Row, buyer: Row) -> int:
    """What one sale comes to, VAT included, in cents."""
    if client["trade"] == "SERVICES":
        base = client["monthly"][buyer["id"]]
        if w.chance.random() < 0.5:
            base = w.chance.choice(client["prices"]) * w.chance.randint(1, 20)
        return base * 120 // 100
    quantity = max(1, int(w.chance.paretovariate(1.1)))
    lines = w.chance.randint(1, 5 if client["trade"] != "WORKS" else 25)
    cents = sum(w.chance.choice(client["prices"]) * quantity for _ in range(lines))
    cents = cents * w.chance.choice((100, 100, 95, 90)) // 100
    return max(1_000, min(cents, 40_000_000)) * 120 // 100


def number_of(w: World, client: Row, on: date) -> str:
    """The next number of a client, some of which it does not assign."""
    client["counter"] += 1
    while w.chance.random() > client["ceded"]:
        client["counter"] += 1
    if client["style"] == "year":
        return f"F{on.year}{client['counter']:06d}"
    if client["style"] == "month":
        return f"{on:%y%m}{client['counter']:06d}"
    return f"FA{client['counter']:07d}"


def sale(w: World, client: Row, buyer: Row, on: date, cents: int, **told: Any) -> Row:
    """An invoice with what is known of it: delivery, status on its platform, its document."""
    goods = client["trade"] in ("TRADE", "TRANSPORT")
    status = "205" if w.chance.random() < 0.5 else "203"
    if w.chance.random() < 0.004:
        status = "200"
    row: Row = {
        "contract_id": client["contract_id"], "client_id": client["id"], "invoice_id": w.new_id(),
        "buyer_id": buyer["id"], "number_key": number_of(w, client, on), "issued_on": on,
        "due_on": on + timedelta(days=w.chance.choice((30, 30, 45, 60))),
        "sent_on": on + timedelta(days=w.chance.choice((0, 1, 1, 2, 4))), "gross_cents": cents,
        "credited_id": None, "currency": "EUR",
        "delivered_on": on - timedelta(days=w.chance.randint(0, 6)) if goods else None,
        "delivery_place": w.chance.choice(buyer["sites"]) if goods else None,
        "carrier_name": w.chance.choice(client["carriers"]) if goods else None,
        "einvoice_status": status if on >= PLATFORM_ON else None, "verification_answer": None,
    }  # fmt: skip
    row.update(told)
    w.add("invoices", **row)
    if w.chance.random() < 0.3:
        version = 11 if on < FIRST_ON + timedelta(days=170) else 12
        w.add("documents", contract_id=row["contract_id"], invoice_id=row["invoice_id"],
              producer=f"{client['software']} {version}", is_rewritten=False, revision_count=1,
              font_count=w.chance.choice((2, 2, 3)), pdf_cents=cents, xml_cents=cents)  # fmt: skip
    return row


def _sell(w: World, client: Row) -> None:
    """The sales of a year week by week, what comes back of them, and how they are paid."""
    for week in range(DAYS // 7):
        monday = FIRST_ON + timedelta(days=7 * week)
        season = SEASON[client["trade"]][monday.month - 1] / 100
        rate = PER_WEEK[client["trade"]] * season * (1 + client["growth"] * week / 52)
        for _ in range(max(0, round(w.chance.gauss(rate, rate**0.5)))):
            buyer = w.chance.choices(client["buyers"], [b["size"] for b in client["buyers"]])[0]
            on = monday + timedelta(days=w.chance.randint(0, 4))
            row = sale(w, client, buyer, on, amount_of(w, client, buyer))
            if w.chance.random() < 0.025:
                credit(w, client, row, w.chance.randint(5, 45), w.chance.choice((10, 25, 100)))
            elif w.chance.random() < 0.97:
                pay(w, row, buyer)


def credit(w: World, client: Row, of: Row, after: int, percent: int) -> Row:
    """A credit note for a part of an invoice."""
    on = of["issued_on"] + timedelta(days=after)
    row = {**of, "invoice_id": w.new_id(), "number_key": f"AV{w.last_id}", "issued_on": on,
           "due_on": on, "sent_on": on, "gross_cents": -(of["gross_cents"] * percent // 100) or -1,
           "credited_id": of["invoice_id"]}  # fmt: skip
    w.add("invoices", **row)
    return row


def run_after(buyer: Row, wanted: date) -> date:
    """The first payment run of a buyer from a day on."""
    on = wanted
    while on.day not in buyer["runs"] and (on + timedelta(days=1)).day != 1:
        on += timedelta(days=1)
    return on


def pay(w: World, of: Row, buyer: Row, **told: Any) -> Row:
    """A buyer pays on one of its runs, seldom to the client."""
    buyer["late"] += w.chance.gauss(0, 0.4)
    late = max(-4, round(buyer["late"] + w.chance.gauss(0, 3)))
    row: Row = {"contract_id": of["contract_id"], "buyer_id": of["buyer_id"],
                "payment_id": w.new_id(), "invoice_id": of["invoice_id"],
                "paid_on": run_after(buyer, of["due_on"] + timedelta(days=late)),
                "amount_cents": of["gross_cents"], "payer_name": buyer["payer"],
                "payer_iban": buyer["iban"],
                "is_direct": w.chance.random() < 0.003}  # fmt: skip
    row.update(told)
    w.add("payments", **row)
    return row


def _live(w: World, client: Row) -> None:
    """What is around the invoices: VAT returns, people at their screens, exceptions, accounts."""
    contract_id = client["contract_id"]
    sold = [r for r in w.tables["invoices"]
            if r["contract_id"] == contract_id and r["gross_cents"] > 0]  # fmt: skip
    for month in range(1, 13):
        cents = sum(r["gross_cents"] for r in sold if r["issued_on"].month == month)
        w.add("declared", client_id=client["id"], month_on=date(FIRST_ON.year, month, 1),
              declared_cents=int(cents / 1.2 / client["ceded"] * w.chance.uniform(0.99,
              1.06)))  # fmt: skip
    users, devices = [w.new_id(), w.new_id()], {}
    for week in range(52):
        at = datetime.combine(FIRST_ON, datetime.min.time()) + timedelta(
            days=7 * week + w.chance.randint(0, 4), minutes=w.chance.randint(480,
            1_080))  # fmt: skip
        user = w.chance.choice(users)
        if user not in devices or w.chance.random() < 0.03:
            devices[user] = f"device {w.new_id()}"
        w.add("sessions", contract_id=contract_id, user_id=user, opened_at=at,
              device=devices[user])  # fmt: skip
        w.add("moves", contract_id=contract_id, user_id=user, move="REMIT",
              moved_at=at + timedelta(minutes=w.chance.randint(3, 40)))  # fmt: skip
        w.add("moves", contract_id=contract_id, user_id=user, move="DRAW",
              moved_at=at + timedelta(minutes=w.chance.randint(70, 2_000)))  # fmt: skip
    for _ in range(w.chance.randint(2, 9)):
        on = FIRST_ON + timedelta(days=w.chance.randint(0, 360))
        w.add("overrides", contract_id=contract_id, approval_id=w.new_id(),
              decided_by=w.chance.choice((11, 12, 13)), decided_on=on)  # fmt: skip
    if w.chance.random() < 0.2:
        at = datetime.combine(FIRST_ON, datetime.min.time()) + timedelta(days=200, hours=10)
        w.add("account_changes", contract_id=contract_id, party_id=client["id"],
              change_id=w.new_id(), changed_at=at, used_at=at + timedelta(days=4),
              is_called_back=True, is_agreed_by_two=True, payee_check="MATCH")  # fmt: skip
