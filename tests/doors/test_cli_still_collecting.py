"""Who takes an invoice back is told which cheque or bill is still to pay it, in both languages."""

import re
from datetime import date

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.instruments import bill, cheque, remit


def test_what_still_collects_an_invoice_is_told_with_its_leaving(
    cli: Cli, world: facts.World
) -> None:
    contract = world.contract("K-1", fee_ppm=0)
    world.remit(contract, *(
        {"number": number, "cents": cents, "due_on": date(2026, 3, 31)}
        for number, cents in (("FA-1", 1_200_000), ("FA-2", 500_000))))  # fmt: skip
    sent = cheque(world, contract, 300_000, pays={"FA-1": 300_000})["instrument_id"]
    remit(world)
    kept = bill(world, contract, 200_000, date(2026, 3, 31), pays={"FA-1": 200_000})
    other = cheque(world, contract, 500_000, "7654321", pays={"FA-2": 500_000})["instrument_id"]
    anna = ("--user", "anna", *DAY)
    told = spoken(cli, "reassign", "K-1", "FA-1", "--reason", "unapproved", *anna)
    assert f"FA-1 is in collection by cheque {sent}, €3,000.00, at the bank already" in told
    assert f"collect cancel {kept['instrument_id']}" in told
    assert re.search(rf"\b{other}\b", told) is None
    told = spoken(cli, "withdraw", "K-1", "FA-2", "--reason", "erreur", *anna, french=True)
    assert f"FA-2 est en recouvrement par chèque {other}, 5 000,00 €" in told
