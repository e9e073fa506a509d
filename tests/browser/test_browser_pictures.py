"""The pictures of README.md and LISEZMOI.md, made again by

    COMPTANT_PICTURES=docs/images .venv/bin/pytest tests/browser/test_browser_pictures.py

Without COMPTANT_PICTURES the same pages are walked through and no file is written.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from comptant.operations.risk import disputes, limits
from tests import facts
from tests.houses import house

OPENED, TODAY = date(2025, 9, 1), date(2026, 1, 16)
BUYERS = {"BETA SA": 9_000_000, "GAMMA SA": 6_000_000, "DELTA SARL": 2_500_000}
# name of the picture: who, where, and what the page must say before it is taken
SHOWN = {
    "contract": ("alice", "/contracts/C-1", "#drawable"),
    "portfolio": ("anna", "/portfolio", "svg"),
    "allocate": ("aron", "/cash/{payment}", "input.give"),
    "ledger": ("aron", "/contracts/C-1/ledger", "tbody a"),
}


@house
def world(writer: psycopg.Connection) -> facts.World:
    """Some months of ALPHA SAS: invoices assigned, drawn and paid, some late, one disputed."""
    opened = facts.open_world(writer, OPENED)
    contract = opened.ids["C-1"] = opened.contract("C-1", fund_ppm=50_000)
    for buyer, cents in BUYERS.items():
        opened.limit(contract, buyer, cents)
    number = 0
    for week in range(0, 20, 2):
        opened.on = OPENED + timedelta(weeks=week)
        lines = []
        for place, buyer in enumerate(BUYERS):
            number += 1
            lines.append({"number": f"FA-{number}", "cents": 400_000 + 137_000 * ((number * 7) % 9),
                          "due_on": opened.on + timedelta(days=30 + 15 * place),
                          "buyer": buyer})  # fmt: skip
        opened.remit(contract, *lines)
        opened.draw(contract)
        opened.payout()
        paid = opened.rows(
            "SELECT i.invoice_number, i.open_cents, p.name FROM invoice i JOIN party p ON"
            " p.id = i.buyer_id WHERE i.open_cents > 0 AND i.due_on < %s AND i.id %% 4 <> 0",
            opened.on,
        )
        if paid:
            opened.bank(*({"cents": cents, "text": name, "payer_name": buyer}
                          for name, cents, buyer in paid))  # fmt: skip
    opened.on = TODAY
    opened.bank({"cents": 512_300, "text": "acompte janvier", "payer_name": "BETA SA"},
                {"cents": 88_000, "text": "VIR", "payer_name": "EPSILON"})  # fmt: skip
    limits.request_limit(
        opened.conn, opened.asked("alice"), contract_id=contract, currency="EUR",
        buyer_id=opened.ids["DELTA SARL"], amount_cents=4_000_000,
    )  # fmt: skip
    disputes.open_dispute(
        opened.conn, opened.asked("anna"), contract_id=contract, code="LIT-QTE",
        invoice_id=opened.one("SELECT max(id) FROM invoice"), amount_cents=None,
        is_rest_confirmed=False, source="BUYER", evidence="mail",
    )  # fmt: skip
    return opened


def test_the_main_pages_are_worth_a_picture(walk: Any, world: facts.World) -> None:
    folder = os.environ.get("COMPTANT_PICTURES")
    payment = world.one("SELECT max(id) FROM payment WHERE open_cents > 0 AND buyer_id <> 0")
    for language in ("fr", "en"):
        walkers: dict[str, Any] = {}
        for name, (login, path, wanted) in SHOWN.items():
            one = walkers.get(login) or walk(login, language, 1_100)
            walkers[login] = one
            one.go(path.format(payment=payment))
            one.page.locator(wanted).first.wait_for()
            one.checked(f"picture-{name}")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                height = min(one.page.locator("body").bounding_box()["height"], 900)
                clip = {"x": 0, "y": 0, "width": 1_100, "height": height}
                one.page.screenshot(path=str(Path(folder) / f"{name}-{language}.png"), clip=clip)
