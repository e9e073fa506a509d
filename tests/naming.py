"""One company that two clients sell to, which one of them calls what it likes."""

from tests import facts

MARK, VAT, PAUL = "our friend Paul (pays late!)", "DE136695976", "410000079"
LINE = {"cents": 500_000, "buyer_siren": PAUL}


def sell(world: facts.World) -> int:
    """ALPHA and its neighbour sell to one company, which ALPHA calls what it likes."""
    due_on = world.on.replace(month=3)
    world.remit(world.ids["C-1"], {**LINE, "number": "A-1", "buyer": MARK, "due_on": due_on,
                                   "buyer_vat": VAT})  # fmt: skip
    alice, world.users["alice"] = world.users["alice"], world.users["cora"]
    world.remit(world.ids["C-2"], {**LINE, "number": "D-1", "buyer": "PAULUS SAS",
                                   "due_on": due_on})  # fmt: skip
    world.users["alice"] = alice
    return int(world.one("SELECT buyer_id FROM invoice WHERE invoice_number = 'A-1'"))
