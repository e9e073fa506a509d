"""A second ledger in which companies fail, by other mechanisms than the first: cash in a till.

A company buys ahead of its season, sells, and pays its suppliers from what is in its till, week by
week, those that it cannot do without first. It fails when the till and its bank line have been
empty for longer than its creditors wait. Some pay late and never fail; some fail overnight, with
no sign; insurers see tills late and badly, and cut limits of whole trades.

Frozen before the score had a weight: it imports nothing of it and nothing of the first. Rows are
dictionaries, table by table. What follows a failure is not told: a company that failed buys and
sells no more.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from comptant.doors.bench.warning.second_companies import (
    HEALTH,
    SEASON,
    Buyer,
    Client,
    buyer_of,
    client_of,
)

Row = dict[str, Any]
FIRST_ON = date(2026, 1, 5)
WEEKS = 122


@dataclass
class Ledger:
    """The tables, and who is alive."""

    chance: Random
    tables: dict[str, list[Row]] = field(default_factory=dict)
    buyers: list[Buyer] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    last_id: int = 0

    def add(self, table: str, **row: Any) -> Row:
        """Keep a row."""
        self.tables[table].append(row)
        return row

    def new_id(self) -> int:
        """The next number of all."""
        self.last_id += 1
        return self.last_id


def ledger(seed: int, buyers: int = 240, clients: int = 60) -> Ledger:
    """Two years and a half: invoices, payments, disputes, limits, and (`truth`) who failed when."""
    w = Ledger(Random(seed))
    w.tables = {name: [] for name in ("invoices", "payments", "disputes", "limits", "truth")}
    w.buyers = [buyer_of(w.chance, w.new_id()) for _ in range(buyers)]
    w.clients = [client_of(w.chance, w.new_id(), w.buyers) for _ in range(clients)]
    for buyer in w.buyers:
        w.add("limits", buyer_id=buyer.id, decided_on=FIRST_ON, amount_cents=buyer.limit)
    for week in range(WEEKS):
        monday = FIRST_ON + timedelta(days=7 * week)
        for client in w.clients:
            if client.failed_on is None:
                _sell(w, client, monday)
        for buyer in w.buyers:
            if buyer.failed_on is None:
                _live(w, buyer, monday)
                _insure(w, buyer, monday)
        for client in w.clients:
            if client.failed_on is None:
                _keep_going(w, client, monday)
    return w


def _sell(w: Ledger, client: Client, monday: date) -> None:
    """What a client invoices in a week: buyers order ahead of their own season."""
    for buyer, share in client.buyers:
        if buyer.failed_on is not None or w.chance.random() > client.pace:
            continue
        ahead = (monday + timedelta(days=42)).month - 1
        cents = buyer.week_cents * SEASON[buyer.trade][ahead] // 100 * share // 1000
        cents = int(cents / client.pace * w.chance.lognormvariate(0, 0.35) * client.appetite)
        if client.is_hollow and w.chance.random() < 0.3:
            cents = cents * 14 // 10  # invoiced before it is there; credited later
        if cents < 2_000:
            continue
        on = monday + timedelta(days=w.chance.randint(0, 4))
        row = w.add("invoices", contract_id=client.id, client_id=client.id, buyer_id=buyer.id,
                    invoice_id=w.new_id(), issued_on=on, gross_cents=cents, credited_id=None,
                    due_on=on + timedelta(days=client.term_days))  # fmt: skip
        buyer.owed.append([row["due_on"], cents, row["invoice_id"], client, None])
        if w.chance.random() < client.defects * (3 if client.is_hollow else 1):
            part = w.chance.choice((15, 30, 60, 100))
            client.credits.append((monday + timedelta(days=7 * w.chance.randint(2, 7)), row, part))


def _credit(w: Ledger, client: Client, monday: date) -> None:
    """Credit notes that were due: what is left of the invoice is what the buyer pays."""
    due = [one for one in client.credits if one[0] <= monday]
    client.credits = [one for one in client.credits if one[0] > monday]
    for on, of, part in due:
        for owed in _owed_of(w, of):
            cents = min(of["gross_cents"] * part // 100, owed[1])
            owed[1] -= cents
            w.add(
                "invoices",
                **{
                    **of,
                    "invoice_id": w.new_id(),
                    "issued_on": on,
                    "due_on": on,
                    "gross_cents": -cents,
                    "credited_id": of["invoice_id"],
                },
            )


def _owed_of(w: Ledger, of: Row) -> list[list[Any]]:
    buyer = w.buyers[of["buyer_id"] - 1]
    return [one for one in buyer.owed if one[2] == of["invoice_id"] and one[1] > 0]


def _live(w: Ledger, buyer: Buyer, monday: date) -> None:
    """A week of a buyer's till: sales, costs, trouble, the payment run, the end."""
    season = SEASON[buyer.trade][monday.month - 1] / 100
    sales = buyer.week_cents * 3 * season * w.chance.gauss(1, 0.12)
    buyer.decline = min(buyer.decline + buyer.slope, buyer.depth)
    buyer.till += int(sales * (buyer.margin - buyer.decline))
    # What its suppliers are to be paid with; those who are no client of ours are paid at once.
    buyer.till += int(buyer.week_cents * season * buyer.from_clients)
    buyer.till = min(buyer.till, buyer.week_cents * 14)  # what is more goes to its owners
    if buyer.slope == 0 and w.chance.random() < HEALTH["decline"]:
        buyer.depth, buyer.slope = w.chance.uniform(0.06, 0.22), w.chance.uniform(0.003, 0.02)
    elif buyer.slope and w.chance.random() < HEALTH["recovery"]:
        buyer.depth = buyer.slope = buyer.decline = 0.0
    is_struck = w.chance.random() < HEALTH["overnight"]
    if not is_struck:
        _pay(w, buyer, monday)
    late = sum(one[1] for one in buyer.owed if one[0] + timedelta(days=buyer.habit + 21) < monday)
    is_short = buyer.till < -buyer.line // 2 and late > buyer.week_cents * buyer.from_clients
    buyer.short_weeks = buyer.short_weeks + 1 if is_short else max(0, buyer.short_weeks - 2)
    if is_struck or buyer.short_weeks > buyer.patience:
        buyer.failed_on = monday + timedelta(days=w.chance.randint(0, 4))
        w.add("truth", subject="BUYER", party_id=buyer.id, failed_on=buyer.failed_on,
              mechanism="OVERNIGHT" if is_struck else "TILL")  # fmt: skip


def _pay(w: Ledger, buyer: Buyer, monday: date) -> None:
    """The payment run: those it cannot do without, then the oldest, as far as the till goes."""
    on = monday + timedelta(days=buyer.run_day)
    room = buyer.till + buyer.line
    is_tight = room < buyer.week_cents * 2
    left = []
    order = sorted(buyer.owed, key=lambda one: (one[3].id not in buyer.critical, one[0], one[2]))
    for one in order:
        due, cents, invoice_id, client, waits_until = one
        if cents <= 0:
            continue
        wanted = due + timedelta(days=buyer.habit + w.chance.randint(-3, 3))
        if waits_until is None and wanted <= on:
            odds = 0.012 + client.defects * 0.5 + (0.05 if is_tight else 0)
            if w.chance.random() < odds:
                one[4] = on + timedelta(days=7 * w.chance.randint(2, 9))
                w.add("disputes", invoice_id=invoice_id, disputed_on=on - timedelta(days=3),
                      settled_on=one[4], amount_cents=cents)  # fmt: skip
            else:
                one[4] = date.min
        if wanted > on or (one[4] or date.min) > on or cents > room:
            left.append(one)
            continue
        room -= cents
        buyer.till -= cents
        client.till += cents
        w.add("payments", invoice_id=invoice_id, paid_on=on, amount_cents=cents)
    buyer.owed = left


def _insure(w: Ledger, buyer: Buyer, monday: date) -> None:
    """The insurer sees the till of two months ago, badly, and sometimes cuts a whole trade."""
    buyer.seen.append(buyer.till + buyer.line)
    if len(buyer.seen) < 9 or w.chance.random() > 0.06:
        return
    view = buyer.seen[-9] / buyer.week_cents + w.chance.gauss(0, 3.5)
    limit = buyer.limit
    if view < -1:
        limit = 0 if w.chance.random() < 0.3 else buyer.limit // 2
    elif w.chance.random() < 0.04:
        limit = buyer.limit * 7 // 10
    elif view > 8 and buyer.limit < buyer.week_cents * 12:
        limit = max(buyer.limit * 13 // 10, buyer.week_cents * 4)
    if limit != buyer.limit:
        buyer.limit = limit
        w.add("limits", buyer_id=buyer.id, amount_cents=limit,
              decided_on=monday + timedelta(days=w.chance.randint(0, 4)))  # fmt: skip


def _keep_going(w: Ledger, client: Client, monday: date) -> None:
    """A week of a client's till: what it was paid, its costs, buyers lost and won, the end."""
    _credit(w, client, monday)
    alive = [one for one in client.buyers if one[0].failed_on is None]
    week = sum(buyer.week_cents * share // 1000 for buyer, share in client.buyers)
    client.till -= int(week * client.costs * SEASON[client.trade][monday.month - 1] / 100)
    client.till = min(client.till, week * 20)
    if w.chance.random() < HEALTH["client_decline"]:
        client.costs += w.chance.uniform(0.03, 0.2)
        client.defects = min(0.2, client.defects * w.chance.uniform(1, 4))
    if len(alive) > 2 and w.chance.random() < HEALTH["buyer_lost"]:
        client.buyers.remove(w.chance.choice(alive))
    client.is_hollow = client.till < 0 and client.is_bold
    client.short_weeks = client.short_weeks + 1 if client.till < -2 * week else 0
    if client.short_weeks > client.patience:
        client.failed_on = monday + timedelta(days=w.chance.randint(0, 4))
        w.add("truth", subject="CLIENT", party_id=client.id, failed_on=client.failed_on,
              mechanism="TILL")  # fmt: skip
