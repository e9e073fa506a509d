"""A debt that the guarantee has taken whole: the invoice is closed, and its buyer owes us."""

from comptant.operations.collection import unknown_money
from comptant.operations.risk import facts
from tests.facts import World

CENTS = 1_000_000


def taken_whole(world: World) -> tuple[int, int]:
    """Under NR, NR-1 on BETA SA, insolvent now, and NR-2 on DELTA SARL, which is open; the id of
    NR-1, and of BETA's payment of 4 000.00 that names nothing."""
    contract = world.ids["NR"] = world.contract("NR", has_recourse=False, fee_ppm=0)
    due = world.on.replace(month=3)
    for number, buyer in (("NR-1", "BETA SA"), ("NR-2", "DELTA SARL")):
        world.limit(contract, buyer, 5 * CENTS)
        world.remit(contract, {"number": number, "cents": CENTS, "due_on": due, "buyer": buyer})
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()
    world.bank({"cents": 400_000, "text": "NO WORD", "payer_name": "LIQUIDATEUR",
                "payer_iban": "FR7630004000031234567890143"})  # fmt: skip
    ((invoice, buyer_id),) = world.rows(
        "SELECT invoice_id, buyer_id FROM guarantee WHERE contract_id = %s", contract)  # fmt: skip
    waits = world.one("SELECT max(id) FROM payment")
    told = unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                                  contract_id=contract, buyer_id=buyer_id)  # fmt: skip
    return int(invoice), int(told["payment_id"])


def owed(world: World, invoice: int) -> int:
    """What its buyer owes us of it still."""
    return int(world.one("SELECT factor_open_cents FROM guarantee WHERE invoice_id = %s", invoice))
