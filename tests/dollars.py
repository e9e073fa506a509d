"""A house that works in dollars as well: an account, a contract of ALPHA SAS, a limit on BETA SA.
Rates of W7-5: 1.0850 when the invoice is sold, 1.1020 at the month-end, 1.0930 at collection."""

from datetime import date
from typing import Any

from comptant.formats.rate_lists import RATE_VALUES
from comptant.operations.registry import contracting
from comptant.operations.risk import limits
from comptant.operations.terms import references
from tests.facts import SEED_TERMS, World, open_world

DOLLAR_IBAN = "FR7630004000031234567890143"
SOLD_ON, MONTH_END, PAID_ON, DUE_ON = (
    date(2026, 1, 16), date(2026, 1, 31), date(2026, 2, 16), date(2026, 3, 31)
)  # fmt: skip
TRANSFER, LATER, COLLECTION = 1_085_000, 1_102_000, 1_093_000
CENTS = 10_000_000
TERMS: dict[str, Any] = {
    "advance_standard_ppm": 850_000, "reference_index": "FIXED", "fee_ppm": 0, "margin_ppm": 0,
    "is_interest_reserved": False,
}  # fmt: skip


def open_dollars(writer: Any) -> World:
    """The world, on the day of the sale; the contract is `dollars`."""
    world = open_world(writer, SOLD_ON)
    world.rate("FIXED", 0, SOLD_ON)
    tell(world, SOLD_ON, TRANSFER)
    world.ids["dollar bank"] = world.own_account(DOLLAR_IBAN, currency="USD")
    opened = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="C-USD",
        currency="USD", from_on=world.on, terms={**SEED_TERMS, **TERMS},
    )  # fmt: skip
    if opened["approval_id"]:
        world.approve(opened, "ada")
    world.ids["dollars"] = opened["contract_id"]
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER",
        contract_id=world.ids["dollars"], party_id=world.ids["BETA SA"], amount_cents=CENTS,
        currency="USD", from_on=world.on, source="test"), "ada")  # fmt: skip
    return world


def tell(world: World, day: date, rate: int, index: str = "EUR_USD") -> None:
    """What one euro is, by two people."""
    values = RATE_VALUES.frame([{"row_number": 1, "index_name": index, "fixing_on": day,
                                 "value_millionths": rate, "value_source": "ECB"}])  # fmt: skip
    world.approve(references.propose_rates(
        world.conn, world.asked("tania"), values=values, file_name="rates.csv",
        content=f"{index};{day};{rate}".encode()), "ada")  # fmt: skip


def sold_and_advanced(world: World, cents: int = 8_500_000) -> int:
    """The invoice of 100,000.00 is sold, 85 % of it drawn and paid by our bank; its id."""
    contract_id = world.ids["dollars"]
    world.remit(contract_id, {"number": "FA-1", "cents": CENTS, "currency": "USD",
                              "due_on": DUE_ON})  # fmt: skip
    world.draw(contract_id, cents)
    return int(world.one("SELECT id FROM invoice WHERE contract_id = %s", contract_id))
