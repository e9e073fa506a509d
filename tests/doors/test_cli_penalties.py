"""Penalties at the command line: simulated, claimed, listed, paid, waived."""

from datetime import date

from comptant.rules.penalties import INDEX
from tests import facts
from tests.doors.conftest import DAY, Cli

WHO = ("--user", "anna", *DAY)


def test_penalties_are_simulated_claimed_paid_and_waived(cli: Cli, world: facts.World) -> None:
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 1_200_000,
                                   "issued_on": date(2025, 12, 20),
                                   "due_on": date(2026, 1, 2)})  # fmt: skip
    shown = cli.run("penalty", "claim", "C-1", "--buyer", "BETA SA", "--simulate", *WHO).stdout
    assert "€95.92" in shown
    assert cli.json("penalty", "list", "C-1", *WHO) == []
    made = cli.json("penalty", "claim", "C-1", "FA-2", *WHO)
    (one,) = made["penalties"]
    assert (one["amount_cents"], made["penalty_owner"]) == (9_592, "FACTOR")
    again = cli.error("penalty", "claim", "C-1", "FA-2", *WHO, code=1)
    assert again["error"] == "nothing_to_claim"
    world.bank({"cents": 7_000, "text": "merci", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0")
    paid = cli.run("penalty", "pay", payment, f"{one['penalty_id']}=50.00", *WHO).stdout
    assert "€50.00 paid, €20.00 waits." in paid
    waived = cli.json("penalty", "waive", "C-1", one["penalty_id"], "--reason", "goodwill", *WHO)
    world.approve(waived, "aron")
    (row,) = cli.json("penalty", "list", "C-1", "--user", "alice", *DAY)
    assert (row["penalty_state"], row["paid_cents"], row["waived_cents"], row["open_cents"]) == (
        "PAID", 5_000, 4_592, 0)  # fmt: skip
    told = cli.run("penalty", "show", "C-1", one["penalty_id"], *WHO, "--language", "fr").stdout
    assert "goodwill" in told
    assert "pénalités de retard réclamées" in told
