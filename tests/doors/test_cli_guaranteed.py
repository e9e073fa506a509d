"""Money for a debt that the guarantee has taken whole, by the command line."""

from tests import facts
from tests.doors.conftest import Cli
from tests.guaranteed import CENTS, owed, taken_whole

DAY = ("--user", "anna", "--on", "2026-01-16")


def test_money_pays_a_debt_guaranteed_by_its_number_or_id(cli: Cli, world: facts.World) -> None:
    invoice, payment = taken_whole(world)
    (debt,) = cli.json("guarantee", "list", "NR", *DAY)
    assert (debt["id"], debt["buyer_name"], debt["factor_open_cents"]) == (
        invoice, "BETA SA", CENTS)  # fmt: skip
    said = " ".join(cli.run("allocate", payment, "NR-1=3000.00", *DAY).stdout.split())
    assert said.startswith("€3,000.00 allocated, €1,000.00 left. "
                    "€3,000.00 of it pays debts that the guarantee has taken.")  # fmt: skip
    assert (owed(world, invoice), world.balance(world.ids["NR"], "DEBD")) == (
        700_000, 700_000)  # fmt: skip
    french = cli.run("allocate", payment, f"{invoice}=400.00", *DAY, LC_ALL="fr_FR.UTF-8").stdout
    assert "en paient des créances que la garantie a prises." in french
    opens = {row["buyer_name"]: row["open_cents"] for row in cli.json("invoices", "NR", *DAY)}
    assert opens == {"DELTA SARL": CENTS}


def test_a_number_that_is_paid_is_none_to_pay(cli: Cli, world: facts.World) -> None:
    invoice, payment = taken_whole(world)
    cli.run("allocate", payment, f"{invoice}=4000.00", *DAY)
    world.bank({"cents": 700_000, "text": "NO WORD", "payer_name": "BETA SA"})
    rest = world.one("SELECT max(id) FROM payment")
    if cli.json("cash", "list", *DAY)[-1]["contract_number"] != "NR":
        rest = cli.json("identify", rest, "NR", "443061841", *DAY)["payment_id"]
    cli.run("allocate", rest, f"{invoice}=6000.00", *DAY)
    refusal = cli.error("allocate", rest, f"{invoice}=1.00", *DAY, code=1)
    assert refusal["error"] == "invoice_unknown"


def test_money_of_a_debt_guaranteed_is_taken_back_and_moved(cli: Cli, world: facts.World) -> None:
    invoice, payment = taken_whole(world)
    cli.run("allocate", payment, "NR-1=3000.00", *DAY)
    asked = cli.json("unallocate", "NR", payment, "NR-1", *DAY)
    cli.run("approve", asked["approval_id"], "--user", "aron", "--on", "2026-01-16")
    assert owed(world, invoice) == CENTS
    cli.run("allocate", payment, f"{invoice}=3000.00", *DAY)
    asked = cli.json("move-allocation", "NR", payment, "--from", "NR-1", "NR-2=2500.00", *DAY)
    cli.run("approve", asked["approval_id"], "--user", "aron", "--on", "2026-01-16")
    opens = {row["buyer_name"]: row["open_cents"] for row in cli.json("invoices", "NR", *DAY)}
    assert (opens, owed(world, invoice)) == ({"DELTA SARL": CENTS - 250_000}, CENTS)
