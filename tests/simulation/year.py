"""A year of a factor: many clients, thousands of buyers, every event type, holidays, bank files
that come late. One seed is one year.

    python -m tests.simulation.year --clients 300 --buyers 5000 --days 365 --seed 1

On each business day some clients send invoices of the buyers that they sell to, draw what they
have, and buyers pay when they mean to; besides, the events of events.py and verbs.py befall
anyone. Each day, business or not, is closed, and each night the books are proved: all of them in
sums, some contracts drawn by lot item by item.
"""

import argparse
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import psycopg
from schwifty import IBAN

from comptant.operations.assigning import signatures
from comptant.operations.closing import close, decide
from comptant.operations.drawing import payments
from comptant.operations.paying import payout
from comptant.operations.registry.opening import record_opening_fact
from comptant.operations.registry.parties import propose_payee_account
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk
from tests.simulation import invariants as check
from tests.simulation.history import (
    TERMS,
    History,
    add_party,
    open_history,
    remit_lines,
    set_ceiling,
    siren,
    tell_the_bank,
)
from tests.simulation.verbs import ALL

MORE_TERMS: dict[str, dict[str, Any]] = {
    "A": {"charge_timing": "ADVANCE", "has_true_up": True},
    "F": {"has_auto_funding": True, "fund_ppm": 50_000, "interest_billing": "MONTHLY"},
    "D": {"transfer_mode": "DAILLY", "has_auto_fifo": True, "collection_value_days": 1},
}
OPEN_OF = """SELECT i.invoice_number AS number, i.open_cents, p.name AS buyer, k.number AS contract
    FROM invoice i JOIN contract k ON k.id = i.contract_id JOIN party p ON p.id = i.buyer_id
    WHERE i.open_cents > 0 AND i.invoice_number = ANY(%s) ORDER BY 4, 1"""
UNSIGNED = """SELECT r.contract_id, r.id, r.posted_on FROM remittance r
    WHERE r.transfer_mode = 'DAILLY' AND r.title_number IS NOT NULL
    AND NOT EXISTS (SELECT FROM signature s WHERE s.contract_id = r.contract_id
        AND s.subject_id = r.id) ORDER BY r.id"""
SIGNATORY = "Paule Signe"
LOOKED_AT = 3  # contracts proved item by item each night


@dataclass
class Year:
    """The world of a year and what its people mean to do."""

    h: History
    sells_to: dict[str, list[str]]
    will_pay: dict[date, list[str]] = field(default_factory=dict)
    late: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.seen[what] = self.seen.get(what, 0) + number


def open_year(conn: psycopg.Connection, seed: int, clients: int, buyers: int) -> Year:
    """So many clients, each with a contract and some of the buyers."""
    h = open_history(conn, seed)
    names = [f"BUYER {number:05d} SA" for number in range(buyers)]
    for number, name in enumerate(names):
        h.sirens[name] = siren(100_000 + number)
        add_party(h, "COMPANY", name, {"siren": h.sirens[name]})
    year = Year(h, {})
    profiles = [*TERMS.values(), *MORE_TERMS.values()]
    for number in range(clients):
        name, contract = f"CLIENT {number:04d} SARL", f"Y{number:04d}"
        add_party(h, "COMPANY", name, {"siren": siren(200_000 + number)})
        iban = IBAN.generate("FR", bank_code="30004", account_code=f"{number:011d}",
                             branch_code="00003")  # fmt: skip
        h.approve(h.ask("anna", propose_payee_account, party_id=h.world.ids[name],
                        iban=str(iban), bic=None, holder=name), "tania")  # fmt: skip
        terms = profiles[number % len(profiles)]
        h.contracts[contract] = h.world.contract(contract, name, **terms)
        if terms.get("transfer_mode") == "DAILLY":
            h.ask("anna", record_opening_fact, contract_id=h.contracts[contract], guard="POWERS",
                  label=SIGNATORY, fact_on=h.on, until_on=None, source="Kbis")  # fmt: skip
        year.sells_to[contract] = h.chance.sample(names, min(len(names), 4 + number % 14))
        for buyer in year.sells_to[contract]:
            set_ceiling(h, "CONTRACT_BUYER", contract, buyer, h.chance.randint(1, 60) * 200_000)
    h.buyers = (*h.buyers, *names)
    return year


def send(year: Year) -> None:
    """Four clients in ten send what they have invoiced; the buyers know when they will pay."""
    h = year.h
    for contract, buyers in year.sells_to.items():
        if h.chance.random() > 0.4:
            continue
        lines = [_line(year, contract, buyers) for _ in range(h.chance.randint(1, 6))]
        h.sent += lines
        remit_lines(h, contract, lines)
        year.count("invoices", len(lines))


def _line(year: Year, contract: str, buyers: list[str]) -> dict[str, Any]:
    h = year.h
    year.count("numbers")
    due_on = h.on + timedelta(days=h.chance.choice((30, 30, 45, 60)) - h.chance.randint(0, 5))
    number = f"{contract}-{year.seen['numbers']:06d}"
    late = h.chance.choices((-3, 0, 2, 12, 40, None), (20, 30, 20, 18, 8, 4))[0]
    if late is not None:
        pay_on = next_business_day_of(due_on + timedelta(days=late))
        year.will_pay.setdefault(pay_on, []).append(number)
    return {"number": number, "cents": int(min(h.chance.lognormvariate(12.3, 1.1), 5e8)) + 100,
            "buyer": h.chance.choice(buyers), "issued_on": h.on - timedelta(days=2),
            "due_on": due_on}  # fmt: skip


def sign(year: Year) -> None:
    """The clients under Dailly deeds sign on paper what they have sent."""
    h = year.h
    for row in h.rows(UNSIGNED):
        told = h.ask("anna", signatures.propose_paper_signature, contract_id=row["contract_id"],
                     kind="TITLE", subject_id=row["id"], signed_by=SIGNATORY,
                     signed_on=row["posted_on"], proof="binder")  # fmt: skip
        h.approve(told, "ada")
        year.count("deeds")


def draw(year: Year) -> None:
    """A third of the clients draw all that they have, in one act; another person releases."""
    h = year.h
    wanted = payments.DRAWS.frame([
        {"contract_id": h.contracts[contract], "wanted_cents": None, "payee_account_id": None}
        for contract in year.sells_to if h.chance.random() < 0.35
    ])  # fmt: skip
    if wanted.is_empty():
        return
    answer = h.ask("anna", payments.draw_many, wanted=wanted)
    assert answer is not None
    for order in answer["orders"]:
        h.ask("tania", decide.decide, unless=("availability_fell",), approve=True, reason="",
              approval_id=order["approval_id"])  # fmt: skip
    year.count("draws", answer["count"])
    h.ask("tania", payout.payout, own_account_id=h.world.ids["bank"], execute_on=None)


def pay(year: Year) -> None:
    """Buyers pay what they meant to pay today: mostly to the cent, some in part, together, or with
    a wrong reference."""
    h = year.h
    rows = h.rows(OPEN_OF, year.will_pay.pop(h.on, []))
    while rows:
        row = rows.pop()
        cents, text, kind = row["open_cents"], row["number"], h.chance.random()
        same = [other for other in rows if (other["contract"], other["buyer"])
                == (row["contract"], row["buyer"])]  # fmt: skip
        if same and kind < 0.5:
            rows.remove(same[0])
            cents, text = cents + same[0]["open_cents"], f"{text} {same[0]['number']}"
        elif kind < 0.08:
            cents = max(1, cents * h.chance.randint(30, 90) // 100)
        elif kind < 0.13:
            text = text[:-1]
        name = row["buyer"] if h.chance.random() < 0.9 else None
        h.bank_lines.append({"cents": cents, "text": text, "payer_name": name})
        year.count("payments")


def bank(year: Year) -> None:
    """The bank tells the day, but one time in twenty, when it tells it the next business day."""
    h = year.h
    if h.chance.random() < 0.05:
        year.count("late bank files")
        return
    tell_the_bank(h)


def one_day(year: Year, events: int) -> None:
    """A day: business if the bank is open, events, and its close."""
    h = year.h
    if next_business_day_of(h.on) == h.on:
        send(year)
        sign(year)
        draw(year)
        for event in h.chance.choices(list(ALL), list(ALL.values()), k=events):
            event(h)
            year.count("events")
        pay(year)
        bank(year)
    else:
        year.count("days without bank")
    close.close(h.conn, h.world.asked("aron"), h.on, lambda done, of: None)
    check_night(year)
    h.world.on += timedelta(days=1)


def check_night(year: Year) -> None:
    """The books of all contracts in sums, and some contracts by lot item by item."""
    h = year.h
    check.check_books(h)
    some = h.chance.sample(list(h.contracts), min(LOOKED_AT, len(h.contracts)))
    sample = replace(h, contracts={name: h.contracts[name] for name in some})
    check.check_judged(sample)
    check.check_room(sample)
    check.check_reductions(sample)
    check.check_interest(sample)
    check.check_waterfall(sample)
    if h.on.day == 1:
        check.check_holders(h)
    gaps = bulk.rows(h.conn, "control_gaps", day=h.on)
    assert gaps == []


def play(
    conn: psycopg.Connection, seed: int, clients: int, buyers: int, days: int, events: int = 8
) -> Year:
    """The year, or the part of it that is asked for; what happened is counted in `seen`."""
    year = open_year(conn, seed, clients, buyers)
    begun = time.monotonic()
    for number in range(days):
        one_day(year, events)
        if number % 10 == 9:
            spent = time.monotonic() - begun
            print(f"{year.h.on} day {number + 1} of {days}, {spent:.0f} s", file=sys.stderr)
    return year


def main() -> None:
    """The year by command, on a private server of its own."""
    import os
    import tempfile
    from pathlib import Path

    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("clients", 300), ("buyers", 5000), ("days", 365), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from comptant import settings
    from comptant.store import migrate, server
    from comptant.store.connection import connect

    PBKDF2PasswordHasher.iterations = 1
    with tempfile.TemporaryDirectory(prefix="comptant-year-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        settings.HOME = Path(folder) / "home"
        try:
            migrate.bootstrap()
            with connect("comptant_writer") as conn:
                year = play(conn, asked.seed, asked.clients, asked.buyers, asked.days)
        finally:
            server.stop(settings.HOME)
    told = ", ".join(f"{what} {number}" for what, number in sorted(year.seen.items()))
    print(f"{asked.days} days of {asked.clients} clients, every night proved: {told}")


if __name__ == "__main__":
    main()
