"""Tariff, quote and comparison as people use them, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli

ANNA, ADA, ALICE = ("--user", "anna", *DAY), ("--user", "ada", *DAY), ("--user", "alice", *DAY)
SOLD = ("--turnover", "1200000", "--agreed", "45", "--days", "50", "--invoices", "240")
# The offer of W4-9, every price typed.
TYPED = [part for term in ("is_ours=no", "fee_ppm=0,60", "margin_ppm=1.60", "fund_ppm=0",
                           "monthly_cents=100", "concentration_ppm=100")
         for part in ("--term", term)]  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def priced(cli: Cli, world: facts.World) -> facts.World:
    """The example tariff, approved."""
    told = cli.json("tariff", "propose", "--example", *ANNA)
    cli.run("approve", told["approval_id"], *ADA)
    return world


def test_the_example_is_written_proposed_approved_and_stays_marked(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    file = tmp_path / "tariff.csv"
    file.write_text(cli.run("tariff", "example").stdout)
    told = cli.run("tariff", "propose", file, "--source", "committee", *ANNA).stdout
    assert "waits for another person" in told
    assert "It is the example: its prices are invented." in told
    assert "committee, from 2026-01-16" in cli.run("approvals", *ADA).stdout
    cli.run("approve", cli.json("approvals", *ADA)[0]["id"], *ADA)
    assert [(row["source"], row["is_example"], row["proposed_by"], row["decided_by"])
            for row in cli.json("tariff", "list", *ANNA)] == [
        ("committee", True, "anna", "ada")]  # fmt: skip
    shown = plain(cli.run("tariff", "show", *ANNA, LC_ALL="fr_FR").stdout)
    assert "C'est l'exemple : ses prix sont inventés." in shown
    assert "ajustement" in shown
    assert cli.json("tariff", "show", *ALICE) == []  # a client sees nothing of it


def test_a_tariff_file_that_lacks_a_column_says_which(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    file = tmp_path / "tariff.csv"
    file.write_text("grille;taux\nfee;0,60\n")
    told = cli.run("tariff", "propose", file, "--source", "x", *ANNA, code=3, LC_ALL="fr_FR").stderr
    assert "il manque : ligne; montant. Compris : grille du tarif, taux" in " ".join(told.split())
    assert "Il manque une colonne du tarif" in told


def test_a_wrong_tariff_is_told_in_the_readers_language(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    text = cli.run("tariff", "example").stdout
    file = tmp_path / "tariff.csv"
    file.write_text(text + "fee;F9;0;0;;;;;1,00;1,00;;;;x\n")
    told = cli.run("tariff", "propose", file, "--source", "x", *ANNA, code=1, LC_ALL="fr_FR")
    last = len(text.splitlines()) + 1
    assert f"Ligne {last} : row 2 (même clé qu'une autre ligne)" in told.stderr


def test_a_quote_without_a_tariff_is_refused_with_the_remedy(cli: Cli, world: facts.World) -> None:
    told = cli.run("quote", "make", "ALPHA", *SOLD, *ANNA, code=1, LC_ALL="fr_FR").stderr
    assert told.startswith("Aucun tarif n'est en vigueur le 16/01/2026")


def test_the_quote_of_w4_9_is_told_with_both_costs_apart(cli: Cli, world: facts.World) -> None:
    told = plain(cli.run("quote", "make", "ALPHA", *SOLD, *TYPED, *ANNA, LC_ALL="fr_FR").stdout)
    lines = [" ".join(line.split()) for line in told.splitlines()]
    for wanted in (
        "1. Commission d'affacturage 7 200,00 € 0,60 % du cédé : gestion, encaissement",
        "2. Commission de financement 4 338,00 € 3,615 % de ce qui est tiré, au jour ; sans TVA",
        "3. Frais annexes 1 200,00 €",
        "Coût annuel HT 12 738,00 € 1,06 % du cédé, 10,76 % par an de la trésorerie utilisée",
        "TVA, récupérable 1 680,00 € sur 1 et 3, jamais sur 2",
        "TEG 3,67 %",
        "TEG, commission d'affacturage comprise 9,75 %",
    ):
        assert wanted in lines


def test_buyers_that_nobody_named_are_called_in_the_readers_language(
    cli: Cli, priced: facts.World
) -> None:
    made = cli.json("quote", "make", "OMEGA", "--turnover", "1200000", "--days", "50",
                    "--invoices", "240", *ANNA)  # fmt: skip
    shown = cli.run("quote", "show", made["quote_id"], *ANNA, LC_ALL="fr_FR.UTF-8").stdout
    assert "autres acheteurs" in shown
    assert "other buyers" not in shown


def test_every_figure_opens_to_its_formula_inputs_and_source(cli: Cli, world: facts.World) -> None:
    told = cli.json("quote", "make", "ALPHA", *SOLD, *TYPED, "--explain", *ANNA)
    opened = {row["name"]: row for row in told["explained"]}
    assert set(opened) == set(told["figures"])
    charge = opened["financing_charge_cents"]
    assert charge["inputs"] == {"charge_base_cents": 11_835_616, "financing_rate_ppm": 36_150}
    assert charge["formula"] == "base x rate x 365 / 360, rounded once"
    assert charge["source"] == "Contract, financing charge"
    shown = cli.run("quote", "show", told["quote_id"], "--explain", *ANNA, LC_ALL="fr_FR").stdout
    assert "Chaque chiffre ouvert" in shown
    assert "numérateur" in shown


def test_a_quote_is_seen_by_its_client_and_its_margin_by_the_house_alone(
    cli: Cli, priced: facts.World
) -> None:
    made = cli.json("quote", "make", "ALPHA", *SOLD, *ALICE)
    mine = cli.json("quote", "show", made["quote_id"], *ALICE)
    assert mine["floor"] is None
    ours = cli.json("quote", "show", made["quote_id"], *ANNA)
    assert (
        ours["floor"]["cost_floor_cents"] + ours["floor"]["margin_cents"]
        == (made["figures"]["yearly_cost_cents"])
    )
    assert "For the house alone" in cli.run("quote", "show", made["quote_id"], *ANNA).stdout
    assert cli.json("quote", "list", "--user", "cora", *DAY) == []
    cli.error("quote", "show", made["quote_id"], "--user", "cora", *DAY, code=1)


def test_a_ledger_is_read_shown_and_quoted(cli: Cli, priced: facts.World, tmp_path: Path) -> None:
    file = tmp_path / "balance.csv"
    file.write_text("Client;Solde;Non échu;31-60;CA annuel\nBETA SA;10 000,00;9 000,00;1 000,00;"
                    "73 000,00\nGAMMA;20 000,00;20 000,00;;146 000,00\n")  # fmt: skip
    shown = plain(cli.run("quote", "read", file, *ANNA, LC_ALL="fr_FR").stdout)
    assert "Lu : balance âgée, 2 acheteurs, au 16/01/2026." in shown
    assert "Les délais sont des jours de ventes" in shown
    told = cli.json("quote", "make", "ALPHA", "--ledger", file, *ANNA)
    assert told["profile"]["turnover_cents"] == 21_900_000
    assert told["figures"]["starting_cents"] == 3_000_000
    assert told["read"]["notes"][0] == {"note": "ledger_delay_from_balance", "detail": ""}


def test_a_ledger_that_lacks_a_column_says_it_and_what_was_understood(
    cli: Cli, priced: facts.World, tmp_path: Path
) -> None:
    file = tmp_path / "balance.csv"
    file.write_text("Client;Solde\nBETA;10\n")
    told = cli.run("quote", "make", "A", "--ledger", file, *ANNA, code=3).stderr
    assert "missing: sales of a year incl. VAT. Understood: Client = buyer, Solde = total" in (
        " ".join(told.split())
    )
    french = cli.run("quote", "make", "A", "--ledger", file, *ANNA, code=3,
                     LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "il manque : ventes d'un an TTC. Compris : Client = acheteur" in (
        " ".join(french.split())
    )
    told = cli.error("quote", "make", "A", *ANNA, code=1)
    assert told["error"] == "ledger_missing"
    named = ("--buyer", "BETA:60", "--buyer", "GAMMA:50")
    assert cli.error("quote", "make", "A", *SOLD, *named, *ANNA, code=1)["error"] == (
        "ledger_shares_wrong"
    )


def test_offers_are_laid_side_by_side_with_a_recommendation(cli: Cli, priced: facts.World) -> None:
    typed = ("--offer", "other_factor:label=Factor X,fee_ppm=0.70,margin_ppm=1.30",
             "--offer", "overdraft:margin_ppm=8,line_cents=50000")  # fmt: skip
    asked = ("quote", "compare", *SOLD, "--offer", "whole_turnover", "--offer", "non_recourse",
             *typed, "--need", "40000", "--want", "cover")  # fmt: skip
    told = plain(cli.run(*asked, *ANNA, LC_ALL="fr_FR").stdout)
    assert "Factor X" in told
    assert "Si : le premier acheteur défaille" in told
    assert "Recommandé : sans recours." in told
    assert "Ce qui le changerait :" in told
    found = cli.json(*asked, *ANNA)
    assert [offer["offer_label"] for offer in found["offers"]] == ["", "", "Factor X", ""]


def test_every_product_of_the_house_is_compared_when_none_is_named(
    cli: Cli, priced: facts.World
) -> None:
    found = cli.json("quote", "compare", *SOLD, *ANNA)
    assert [offer["product"] for offer in found["offers"]] == [
        "whole_turnover", "whole_turnover_insured", "non_recourse", "client_managed",
        "confidential", "selective", "spot", "order_finance", "reverse",
    ]  # fmt: skip
    assert "découvert bancaire" in cli.run("quote", "products", LC_ALL="fr_FR").stdout


@pytest.mark.usefixtures("template")
def test_the_demonstration_of_offers_prints_the_comparison_in_both_languages() -> None:
    told = {}
    for language in ("fr_FR.UTF-8", "en_GB.UTF-8"):
        run = subprocess.run(
            [sys.executable, "-m", "comptant.doors.cli", "demo", "offers"], capture_output=True,
            text=True, check=True, env={**os.environ, "LC_ALL": language},
        )  # fmt: skip
        told[language] = plain(run.stdout)
    assert "Côte à côte, sur un an" in told["fr_FR.UTF-8"]
    assert "Recommandé : total, acheteurs couverts." in told["fr_FR.UTF-8"]
    assert "Recommended: whole turnover, buyers covered." in told["en_GB.UTF-8"]
    assert "FACTOR X" in told["en_GB.UTF-8"]
    assert "bank overdraft" in told["en_GB.UTF-8"]


def test_quotes_are_measured_one_at_a_time(cli: Cli, database: str) -> None:
    told = json.loads(cli.run("bench", "quotes", "--count", 2, "--buyers", 3, "--json").stdout)
    assert [(row["quotes"], row["buyers"]) for row in told] == [(2, 3)]
    assert told[0]["median_ms"] > 0
