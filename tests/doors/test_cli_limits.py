"""Limits as people read them: what binds, what would free it, what an approval would change, and
which limits are passed."""

from datetime import date

import pytest

from tests.cast import allot, ceiling, group, join
from tests.doors.conftest import DAY, Cli, Csv
from tests.facts import SIRENS, World

ALICE, ANNA, ADA, UGO = (("--user", name, *DAY) for name in ("alice", "anna", "ada", "ugo"))


@pytest.fixture
def kept(cli: Cli, world: World, csv: Csv) -> World:
    """A limit of 900 000.00 on BETA, no share of its ceiling; an invoice of 20 000.00."""
    world.limit(world.ids["C-1"], "BETA SA", 90_000_000)
    ceiling(world, "BUYER", world.ids["BETA SA"], 1_000_000)
    cli.run("remit", "C-1", csv("FA-1", "20000.00"), *ALICE)
    return world


def test_a_client_is_told_to_ask_for_a_share_and_not_for_a_limit(cli: Cli, kept: World) -> None:
    (over, _) = cli.json("availability", "C-1", "--explain", *ALICE)["parts"]
    assert (over["part"], over["binding_scope"], over["freed_by"]) == (
        "over_limit", "BUYER", "ask_for_share")  # fmt: skip
    assert "ask your account manager for a larger share" in over["sentence"]
    shown = " ".join(cli.run("availability", "C-1", "--explain", *ALICE).stdout.split())
    assert "limit request" not in shown


def test_a_request_below_what_is_in_force_is_refused_in_words(cli: Cli, kept: World) -> None:
    told = cli.error("limit", "request", "C-1", "BETA SA", "70000.00", *ALICE, code=1)
    assert (told["error"], told["facts"]["limit_cents"]) == ("limit_not_higher", 90_000_000)
    assert told["message"].startswith("The limit in force is €900,000.00: a request asks for more.")
    assert cli.json("approvals", *ADA) == []


def test_whoever_approves_sees_the_limit_in_force_beside_the_one_asked_for(
    cli: Cli, kept: World
) -> None:
    cli.run("limit", "propose", "BETA SA", "70000.00", "--contract", "C-1", "--source", "cut",
            *ANNA)  # fmt: skip
    cli.run(
        "limit", "propose", "DELTA SARL", "500.00", "--contract", "C-1", "--source", "new", *ANNA
    )
    subjects = [row["subject"] for row in cli.json("approvals", "--kind", "limit", *ADA)]
    assert subjects[0].startswith(
        "BETA SA: limit on a buyer, from €900,000.00 to €70,000.00, from "
    )
    assert "€" not in subjects[1]  # there was none before


def test_the_sheet_tells_the_limits_that_are_passed(cli: Cli, kept: World) -> None:
    allot(kept, kept.ids["C-1"], "BUYER", kept.ids["BETA SA"], 1_000_000)
    kept.on = date(2026, 1, 16)
    ceiling(kept, "BUYER", kept.ids["BETA SA"], 400_000)
    told = cli.json("control", *UGO)["limits"]
    assert [(row["scope"], row["is_share"], row["excess_cents"]) for row in told] == [
        ("BUYER", False, 600_000), ("BUYER", True, 600_000)]  # fmt: skip
    words = cli.run("control", *UGO, LC_ALL="fr_FR.UTF-8").stdout
    words = " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Limites dépassées" in words
    assert "tous contrats ensemble : acheteur tous" in words
    assert "part d'un contrat : acheteur tous contrats C-1 BETA SA 10 000,00 € 4 000,00 €" in words
    assert "limit allot C-1 TIERS" in words


def test_the_list_of_limits_marks_those_that_are_passed(cli: Cli, kept: World) -> None:
    contract = kept.ids["C-1"]
    allot(kept, contract, "BUYER", kept.ids["BETA SA"], 1_000_000)
    kept.on = date(2026, 1, 16)
    told = {row["scope"]: row for row in cli.json("limit", "list", "C-1", *ANNA)}
    assert (told["BUYER"]["approved_cents"], told["BUYER"]["excess_cents"]) == (1_000_000, None)
    assert "Limits passed" not in cli.run("limit", "list", *ANNA).stdout
    ceiling(kept, "BUYER", kept.ids["BETA SA"], 400_000)
    told = {row["scope"]: row for row in cli.json("limit", "list", "C-1", *ANNA)}
    assert (told["BUYER"]["limit_cents"], told["BUYER"]["excess_cents"],
            told["BUYER"]["share_excess_cents"]) == (400_000, 600_000, 600_000)  # fmt: skip
    assert told["CONTRACT_BUYER"]["excess_cents"] is None
    shown = " ".join(cli.run("limit", "list", *ANNA).stdout.split())
    assert "Limits passed: 1." in shown
    french = " ".join(cli.run("limit", "list", *ANNA, LC_ALL="fr_FR.UTF-8").stdout.split())
    assert "dépassé" in french
    assert "Limites dépassées : 1." in french
    kept.limit(contract, "BETA SA", 700_000)
    (own,) = cli.json("limit", "list", "C-1", *ALICE)
    assert (own["approved_cents"], own["excess_cents"]) == (1_000_000, 300_000)


def test_the_members_of_a_group_are_listed_as_of_the_day(cli: Cli, world: World) -> None:
    own = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    group(world, "NOBODY YET")
    join(world, own, "GAMMA SA", is_member=False)
    told = [(row["group_name"], row["party_name"], row["siren"], row["source"])
            for row in cli.json("group", "list", *ANNA)]  # fmt: skip
    alpha = ("ALPHA GAMMA", "ALPHA SAS", SIRENS["ALPHA SAS"], "test")
    assert told == [alpha, ("NOBODY YET", None, None, None)]
    (one,) = cli.json("group", "list", "alpha gamma", *ANNA)
    assert one["party_name"] == "ALPHA SAS"
    assert cli.error("group", "list", "BETA SA", *ANNA, code=1)["error"] == "group_unknown"
    assert cli.json("group", "list", *ALICE) == []
