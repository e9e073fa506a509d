"""Quotes accepted and contracts opened from them, at a terminal, in both languages."""

import re

import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli

ANNA, ADA, ALICE = ("--user", "anna", *DAY), ("--user", "ada", *DAY), ("--user", "alice", *DAY)
SOLD = ("--turnover", "1200000", "--agreed", "45", "--days", "50", "--invoices", "240")
LEFT = ("--number", "Q-1", "--term", "standing_consent=2026-01")


@pytest.fixture
def priced(cli: Cli, world: facts.World) -> facts.World:
    """The example tariff, approved."""
    told = cli.json("tariff", "propose", "--example", *ANNA)
    cli.run("approve", told["approval_id"], *ADA)
    return world


def test_a_quote_is_accepted_and_its_contract_has_its_terms(cli: Cli, priced: facts.World) -> None:
    made = cli.json("quote", "make", "ALPHA SAS", *SOLD, "--product", "selective", *ALICE)
    number = made["quote_id"]
    early = cli.run("contract", "open", "--from-quote", number, *LEFT, *ANNA, code=1).stderr
    assert f"comptant quote accept {number}" in early
    told = cli.run("quote", "accept", number, "--as", "gérante", *ALICE, LC_ALL="fr_FR").stdout
    assert f"Le devis {number} est accepté par Alice" in told
    again = cli.run("quote", "accept", number, "--as", "gérante", *ALICE, code=1).stderr
    assert "is accepted already" in again
    other = cli.run("contract", "open", "--from-quote", number, *LEFT, *ANNA, "--term",
                    "notice_client_months=6", code=1).stderr  # fmt: skip
    assert "promised another value" in other
    told = cli.run("contract", "open", "--from-quote", number, *LEFT, *ANNA).stdout
    assert "a row of several buyers" in told
    terms = cli.json("contract", "show", "Q-1", *ANNA)["terms"]
    assert (terms["notice_client_months"], terms["annual_minimum_cents"]) == (
        1, made["figures"]["annual_minimum_cents"])  # fmt: skip
    shown = cli.run("quote", "show", number, *ALICE).stdout
    assert "by Alice. Contract Q-1." in shown
    missing = cli.run("contract", "open", *LEFT, *ANNA, code=2).stderr
    assert "--from-quote" in missing


def test_offers_compared_are_kept_and_one_of_them_is_accepted(
    cli: Cli, priced: facts.World
) -> None:
    told = cli.json("quote", "compare", *SOLD, "--offer", "spot", "--offer", "whole_turnover",
                    "--keep", "ALPHA SAS", *ALICE)  # fmt: skip
    first, second = (one["quote_id"] for one in told["quotes"])
    cli.run("quote", "accept", first, "--as", "manager", *ALICE)
    cli.run("quote", "accept", second, "--as", "manager", *ALICE, code=1)
    rows = {row["id"]: row["accepted_by"] for row in cli.json("quote", "list", *ALICE)}
    assert rows == {first: "Alice", second: None}


def test_somebody_on_the_phone_is_quoted_once_the_tariff_is_public(
    cli: Cli, priced: facts.World
) -> None:
    closed = cli.run("quote", "prospect", "OMEGA", *SOLD, *ANNA, code=1, LC_ALL="fr_FR").stderr
    assert "ne fait pas ici de devis sans compte" in closed
    (tariff,) = cli.json("tariff", "list", *ANNA)
    told = cli.json("tariff", "public", tariff["id"], "--source", "committee", *ANNA)
    assert "shown to the public (committee)" in cli.run("approvals", *ADA).stdout
    cli.run("approve", told["approval_id"], *ADA)
    assert cli.json("tariff", "list", *ANNA)[0]["is_public"]
    told = cli.run("quote", "prospect", "OMEGA", *SOLD, "--buyer", "BETA SA:40", *ANNA).stdout
    assert re.search(r"Shown once: /offer/[\w-]{32}", told)
    assert cli.json("quote", "list", *ANNA)[0]["is_public"]
    assert len(cli.json("tariff", "show", tariff["id"], *ANNA)) == 60
