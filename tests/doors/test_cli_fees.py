"""Fees as people type and read them, in both languages: agreed, told with what they are, charged
once, on the bill and on the special conditions."""

from comptant.doors.papers.conditions import conditions
from comptant.doors.papers.statements import bill
from comptant.store.access import reading
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.reading_papers import text_of

ANNA, ALICE = (("--user", login, *DAY) for login in ("anna", "alice"))
GRID = ("FEE-NOT=2,00 100:1.50", "FEE-NUT=0.20%", "FEE-AUD:ACT=1500.00")


def test_fees_are_agreed_told_and_charged_once(cli: Cli, world: facts.World) -> None:
    world.contract("F-1")
    told = spoken(cli, "fee", "set", "F-1", *GRID, "--source", "rider 2", *ANNA, french=True)
    assert "Frais convenus : 3." in told
    rows = cli.json("fee", "list", "F-1", *ALICE)
    assert [(row["fee_code"], row["charge_unit"]) for row in rows] == [
        ("FEE-AFF", "TERM"), ("FEE-NOT", "NOTICE"), ("FEE-NUT", "UNUSED"),
        ("FEE-AUD", "ACT")]  # fmt: skip
    shown = spoken(cli, "fee", "list", "F-1", *ALICE, french=True)
    assert "2,00 € ; 1,50 € au-delà de 100" in shown
    assert "commission de non-utilisation" in shown
    assert len(cli.json("fee", "list", "F-1", "--all", *ALICE)) == 33
    assert [row["tier_from"] for row in cli.json("fee", "list", "F-1", "--history", *ALICE)] == [
        0, 0, 100, 0]  # fmt: skip
    cli.run("fee", "charge", "F-1", "FEE-AUD", "--reference", "audit 1", *ANNA)
    again = cli.run("fee", "charge", "F-1", "FEE-AUD", "--reference", "audit 1", *ANNA, code=1,
                    LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "FEE-AUD est déjà facturé pour audit 1" in again
    (cause,) = cli.json("fee", "billed", "F-1", *ALICE)
    assert (cause["fee_cause"], cause["reversal_id"]) == ("audit 1", None)
    line = cli.json("charge", "list", "F-1", *ALICE)[-1]
    assert (line["charge_code"], line["unit_count"], line["unit_cents"]) == ("FEE-AUD", 1, 150_000)
    assert "price, audit" in spoken(cli, "fee", "catalogue", *ANNA)


def test_a_fee_that_cannot_be_is_refused_with_its_clause(cli: Cli, world: facts.World) -> None:
    world.contract("F-1")
    for fee, french in (
        ("FEE-NOT=2.00 0:1.50", "Deux tranches commencent au même endroit."),
        ("FEE-IMP=25.00", "C'est une condition du contrat"), ("FEE-XXX=1", "n'existe pas"),
        ("FEE-WEB=40.00", "Possible : MONTH YEAR. Clause : prix, accès internet."),
    ):  # fmt: skip
        wrong = cli.run("fee", "set", "F-1", fee, "--source", "x", *ANNA, code=1,
                        LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
        assert french in wrong
    assert cli.json("fee", "list", "F-1", "--history", *ANNA) == []


def test_the_bill_and_the_conditions_tell_each_fee(cli: Cli, world: facts.World) -> None:
    world.contract("F-1")
    cli.run("fee", "set", "F-1", *GRID, "--source", "rider 2", *ANNA)
    cli.run("fee", "charge", "F-1", "FEE-AUD", "--reference", "audit 1", *ANNA)
    entry_id = world.one("SELECT entry_id FROM fee_billed")
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as see:
        grid = text_of(conditions(see, "F-1", world.on).content)
        made = text_of(bill(see, "F-1", entry_id, world.on).content)
    assert "0.20% of the line not used · exempt" in grid
    assert "price, audit · 1 × €1,500.00" in made
    assert "amount agreed for each audit" in made
