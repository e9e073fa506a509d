"""The comparison for a sample company: its ledger of a year, written as a file and read as any
other; the example tariff, approved by two people; offers of the house, of another factor, a bank's.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from comptant.doors.sandbox import open_sandbox
from comptant.doors.sold import Sold, of_file
from comptant.operations.quoting import offers, tariffs
from comptant.store.connection import Connection

ON = date(2026, 1, 16)
NEED_CENTS = 15_000_000
SAVES = {"management_cents": 900_000, "bank_cents": 180_000, "premium_cents": 350_000,
         "bad_debts_cents": 400_000}  # fmt: skip
# Buyer, SIREN, country, invoice each so many days, amount, agreed days, days of the payment.
BUYERS = (
    ("BETA SA", "443061841", "FR", 6, 1_150_000, 45, 52), ("GAMMA SAS", "572015246", "FR", 10,
     1_320_000, 60, 66), ("DELTA SARL", "542065479", "FR", 14, 780_000, 30, 33),
    ("EPSILON GMBH", "", "DE", 21, 1_640_000, 45, 49), ("ZETA SA", "990000010", "FR", 9, 420_000,
     45, 71), ("ETA SAS", "990000028", "FR", 30, 960_000, 60, 60),
)  # fmt: skip
# What is compared: our products, then two offers whose terms are typed in.
OFFERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("whole_turnover", "", {}), ("whole_turnover_insured", "", {}), ("non_recourse", "", {}),
    ("confidential", "", {}), ("selective", "", {}), ("spot", "", {}), ("order_finance", "", {}),
    ("reverse", "", {}),
    ("other_factor", "FACTOR X", {"fee_ppm": 7_500, "margin_ppm": 14_000, "fund_ppm": 100_000,
                                  "advance_standard_ppm": 850_000, "setup_cents": 60_000,
                                  "agreed_minimum_cents": 800_000, "open_countries": "FR MC DE"}),
    ("overdraft", "", {"margin_ppm": 82_000, "line_cents": 6_000_000, "line_fee_ppm": 5_000}),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """The comparison, the ledger it rests on, and the file that it was read from."""

    told: dict[str, Any]
    quote: dict[str, Any]
    sold: Sold
    ledger: Path


def ledger() -> str:
    """The sample company's invoices of a year, as its software would list them: more in autumn,
    the last ones not paid yet."""
    lines = ["numero facture;date facture;echeance;date reglement;montant ttc;client;siren;pays"]
    number = 0
    for name, siren, country, step, cents, agreed, paid in BUYERS:
        issued = ON - timedelta(days=360)
        while issued < ON:
            number += 1
            amount = cents * (130 if issued.month in (9, 10, 11) else 95) // 100
            paid_on = issued + timedelta(days=paid)
            told = (issued, issued + timedelta(days=agreed), paid_on if paid_on < ON else None)
            days = ";".join(day.strftime("%d/%m/%Y") if day else "" for day in told)
            lines.append(f"F{number:04d};{days};{amount // 100},{amount % 100:02d};{name};{siren};"
                         f"{country}")  # fmt: skip
            issued += timedelta(days=step)
    return "\n".join(lines) + "\n"


def play(conn: Connection, folder: Path, step: Callable[[str], None]) -> Compared:
    """Open a house, approve the example tariff, read the ledger, quote and compare."""
    step("demo_house")
    box = open_sandbox(conn, ON)
    step("demo_tariff")
    rows = tariffs.TARIFF.frame(row.__dict__ for row in tariffs.example())
    box.approve(tariffs.propose_tariff(
        conn, box.asked("anna"), rows=rows, valid_from_on=ON, source="demo"))  # fmt: skip
    step("demo_ledger")
    path = folder / "ventes.csv"
    path.write_text(ledger(), "utf-8")
    sold = of_file(path.name, path.read_bytes(), ON, None)
    step("demo_offers")
    of_client: dict[str, Any] = {
        "client_class": "B", "need_cents": NEED_CENTS, "told": SAVES, "buyers": sold.buyers,
        "sales": sold.sales,
    }  # fmt: skip
    asked = offers.COMPARED.frame(
        {"product": product, "offer_label": label or None,
         "offer_terms": json.dumps({"open_countries": "FR MC DE", **terms})}
        for product, label, terms in OFFERS
    )  # fmt: skip
    told = offers.compare(
        conn, box.asked("anna"), offers=asked, wants_cover=True, wants_discretion=False, **of_client
    )
    chosen = told["offers"][told["recommendation"]["offer_number"] - 1]
    quote = offers.quote(
        conn, box.asked("anna"), prospect="OMEGA SAS", party_id=None, product=chosen["product"],
        terms={"open_countries": "FR MC DE"}, **of_client,
    )  # fmt: skip
    return Compared(told, quote, sold, path)
