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


def test_what_the_guarantee_took_wrongly_is_given_back(cli: Cli, world: facts.World) -> None:
    invoice, _ = taken_whole(world)
    disputed = ("dispute", "open", "NR", "NR-1", "liv", "--evidence", "letter", *DAY)
    refusal = cli.error(*disputed, code=1)
    assert refusal["error"] == "invoice_guaranteed"
    assert "comptant guarantee back CONTRACT NR-1" in cli.run(*disputed, code=1).stderr
    french = cli.run("guarantee", "back", "NR", "NR-1", "--reason", "erreur", *DAY,
                     LC_ALL="fr_FR.UTF-8").stdout  # fmt: skip
    assert "à rendre" in french
    asked = cli.json("guarantee", "back", "NR", invoice, "--whole-buyer", "--reason", "slip", *DAY)
    told = cli.run("approvals", "--user", "aron", "--on", "2026-01-16").stdout
    assert "guarantee given back: NR-1 (slip)" in " ".join(told.split())
    cli.run("approve", asked["approval_id"], "--user", "aron", "--on", "2026-01-16")
    assert cli.json("guarantee", "list", "NR", *DAY) == []
    opens = {row["buyer_name"]: row["open_cents"] for row in cli.json("invoices", "NR", *DAY)}
    assert opens == {"DELTA SARL": CENTS, "BETA SA": CENTS}
    refusal = cli.error("guarantee", "back", "NR", "NR-1", "--reason", "slip", *DAY, code=1)
    assert refusal["error"] == "guarantee_unknown"


def test_an_insolvency_long_past_is_confirmed(cli: Cli, world: facts.World) -> None:
    told = ("fact", "record", "C-1", "party", "BETA SA", "insolvent_on", "16/01/2025", "--source",
            "BODACC", *DAY)  # fmt: skip
    assert cli.error(*told, code=1)["error"] == "insolvency_past"
    cli.run(*told, "--confirmed")


def test_whoever_forwards_money_is_told_what_its_buyer_owes_us(
    cli: Cli, world: facts.World
) -> None:
    _, payment = taken_whole(world)
    day = ("--user", "anna", "--on", "2026-01-21")
    cli.run("cash", "forward", payment, "200.00", "--reason", "never assigned", *day)
    shown = cli.run("approvals", "--user", "aron", "--on", "2026-01-21").stdout
    assert "this buyer owes us €10,000.00 of debts guaranteed under this contract" in " ".join(
        shown.split())  # fmt: skip
