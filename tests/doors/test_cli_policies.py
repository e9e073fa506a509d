"""A policy as people type and read it, in both languages: agreed by two, explained, its deadlines
listed with what is lost first on top."""

from datetime import date

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.policies import insurer

ANNA, CARL = (("--user", login, *DAY) for login in ("anna", "carl"))
LATER = ("--user", "anna", "--on", "2026-05-11")


def insured(cli: Cli, world: facts.World) -> None:
    """I-1 with an invoice of 50 000.00, covered before VAT up to 50 000.00 as people type it."""
    contract = world.contract("I-1", age_cutoff_days=3_650)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 5_000_000, "issued_on": date(2026, 1, 10),
                           "due_on": date(2026, 3, 11)})  # fmt: skip
    insurer(world)
    cli.run("policy", "open", "ASSUR", "P-1", "--from", "2026-01-01", "--source", "policy", *ANNA)
    wrong = cli.run("policy", "terms", "P-1", "--term", "insured_base=HT", "--source", "x", *ANNA,
                    code=1, LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "insured_base = HT : attendu NET" in wrong
    cli.run("policy", "terms", "P-1", "--term", "insured_base=NET", "--from", "2026-01-01",
            "--source", "article 2", *ANNA)  # fmt: skip
    cli.run("policy", "cover", "P-1", "I-1", "--from", "2026-01-01", "--source", "schedule", *ANNA)
    cli.run("policy", "limit", "P-1", "BETA SA", "granted", "D-1", "--amount", "50000.00", "--from",
            "2026-01-01", "--source", "mail", *ANNA)  # fmt: skip


def test_a_policy_is_agreed_explained_and_its_deadlines_told(cli: Cli, world: facts.World) -> None:
    insured(cli, world)
    shown = spoken(cli, "approvals", *CARL, french=True)
    assert "police P-1 : assiette garantie HT, dès le 01/01/2026" in shown
    assert "police P-1 : garantit I-1, rang 1, 100" in shown
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    assert "before VAT" in spoken(cli, "policy", "terms", "P-1", *ANNA)
    (row,) = cli.json("policy", "explain", "I-1", *ANNA)
    assert row["cover_due_cents"] == 3_750_000  # W6-4
    told = spoken(cli, "policy", "explain", "I-1", *ANNA, french=True)
    assert "HT, dans la limite de 50 000,00 € : 37 500,00 € seraient indemnisés." in told
    assert "Pas davantage : 8 333,33 € TVA, non garantie ; 4 166,67 € quote-part" in told
    assert cli.json("policy", "deadlines", *ANNA) == []
    (late,) = cli.json("policy", "deadlines", *LATER)
    assert (late["next_cover_step"], late["act_by_on"]) == ("declare", "2026-06-09")
    assert "déclarer l'impayé" in spoken(cli, "policy", "deadlines", *LATER, french=True)
    cli.run("policy", "told", "P-1", "I-1", "declared", "FA-1", "--reference", "DIC-1", *LATER)
    assert cli.json("policy", "deadlines", *LATER) == []
    (claim,) = cli.json("policy", "claims", *LATER)
    assert (claim["claim_indemnity_cents"], claim["indemnity_on"]) == (3_750_000, "2026-10-08")
    assert [row["policy_decision"] for row in cli.json("policy", "limits", *ANNA)] == ["GRANTED"]
    assert [row["layer"] for row in cli.json("policy", "covers", "I-1", *ANNA)] == [1]
    assert [row["insurer_name"] for row in cli.json("policy", "list", *ANNA)] == ["ASSUR"]


def test_a_declaration_after_its_day_says_that_the_cover_is_lost(
    cli: Cli, world: facts.World
) -> None:
    insured(cli, world)
    for waiting in cli.json("approvals", *CARL):
        cli.run("approve", waiting["id"], *CARL)
    late = ("--user", "anna", "--on", "2026-06-10")
    told = spoken(cli, "policy", "told", "P-1", "I-1", "declared", "FA-1", "--reference", "DIC-1",
                  *late)  # fmt: skip
    assert "Too late for 1" in told
    assert "not declared in time" in spoken(cli, "policy", "explain", "I-1", *late)
