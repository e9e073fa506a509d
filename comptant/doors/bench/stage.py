"""What is measured: a client with a hundred buyers, invoices by the thousand, drawn from a seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from comptant.doors.sandbox import Sandbox
from comptant.rules.columns import SENT_INVOICES

ON = date(2026, 1, 16)
BUYERS = 100
LIMIT_CENTS = 10**14  # room is never what is measured
TERMS = {"delivery_proof_above_cents": None}
CLIENT, CLIENT_SIREN, CLIENT_IBAN = "CLIENT SA", "732829320", "FR7610107001011234567890129"


def sirens() -> Iterator[str]:
    """Numbers with their check digit (Luhn), one after the other."""
    for number in range(30_000_000, 30_000_000 + BUYERS):
        digits = [int(digit) for digit in str(number)]
        doubled = [2 * digit if place % 2 == 1 else digit for place, digit in enumerate(digits)]
        total = sum(digit - 9 if digit > 9 else digit for digit in doubled)
        yield f"{number}{-total % 10}"


def client(box: Sandbox) -> tuple[int, list[int]]:
    """The client and its buyers, as parties."""
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    return client_id, [box.party(f"BUYER {n}", siren) for n, siren in enumerate(sirens())]


def contract(box: Sandbox, client_id: int, buyers: list[int], number: str) -> int:
    """A contract with room on every buyer."""
    contract_id = box.contract(client_id, number, **TERMS)
    for buyer_id in buyers:
        box.limit(contract_id, buyer_id, LIMIT_CENTS)
    return contract_id


def invoices(count: int, tag: str) -> pl.DataFrame:
    """SENT_INVOICES: amounts log-normal around 5 450 euros, due within 60 days."""
    draw = random.Random(tag)
    known = list(sirens())
    cents = [min(10**9, max(100, int(draw.lognormvariate(12.6, 1.0)))) for _ in range(count)]
    rows = pl.DataFrame({
        "file": [f"{tag}.csv"] * count,
        "row_number": range(1, count + 1),
        "invoice_number": [f"{tag}-{n:07d}" for n in range(count)],
        "type_code": ["380"] * count,
        "issued_on": [ON - timedelta(days=draw.randrange(5)) for _ in range(count)],
        "due_on": [ON + timedelta(days=draw.randrange(20, 50)) for _ in range(count)],
        "currency": ["EUR"] * count,
        "gross_cents": cents,
        "payable_cents": cents,
        "buyer_name": [f"BUYER {n % BUYERS}" for n in range(count)],
        "buyer_siren": [known[n % BUYERS] for n in range(count)],
    })  # fmt: skip
    missing = [name for name in SENT_INVOICES.names if name not in rows.columns]
    rows = rows.with_columns(
        pl.lit(None, SENT_INVOICES.schema()[name]).alias(name) for name in missing
    )
    return rows.select(SENT_INVOICES.names).cast(dict(SENT_INVOICES.schema()))
