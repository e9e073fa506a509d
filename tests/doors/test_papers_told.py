"""The papers that tell what may be read: their figures, in both languages, the same bytes twice."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors import words
from comptant.doors.papers.asked import paper
from comptant.doors.papers.parts import Paper
from comptant.operations.acts.act import Refused
from comptant.operations.risk import facts
from comptant.store.access import reading
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.operations.offering import in_force, quote
from tests.reading_papers import archive_marks, text_of

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    in_force(opened)
    opened.ids["quote"] = quote(opened, party_id=opened.ids["ALPHA SAS"], login="anna")["quote_id"]
    opened.ids["B-1"] = opened.contract("B-1", fee_billing="AT_ASSIGNMENT")
    opened.remit(opened.ids["B-1"], {"number": "FA-1", "cents": 2_000_000,
                                     "due_on": date(2026, 3, 17)})  # fmt: skip
    return opened


def made(world: World, kind: str, login: str = "alice", language: str = "fr", **told: Any) -> Paper:
    user = world.users[login]
    asked = {"contract": "B-1", "number": 0, "first": None, "last": None, **told}
    with (
        words.speaking(language),
        reading(user.id, user.company_id, user.roles, world.on) as see,
    ):
        return paper(see, kind, on=world.on, **asked)


def test_each_kind_of_charge_has_its_formula() -> None:
    known = words.domain("charge")
    assert set(words.domain("charge_formula")) == set(known)


def text(world: World, kind: str, **told: Any) -> str:
    return text_of(made(world, kind, **told).content)


def test_a_quote_tells_its_full_costs_and_what_its_teg_rests_on(world: World) -> None:
    told = text(world, "quote", number=world.ids["quote"])
    for figure in (
        f"Devis d'affacturage n° {world.ids['quote']}", "ALPHA SAS", "16/01/2026", "15/02/2026",
        "1. Commission d'affacturage", "7 200,00 €", "2. Commission de financement", "1 452,87 €",
        "Coût annuel HT", "TVA, récupérable", "frais de dossier soumis à TVA oui 1 300,00 €",
        "TEG et ses hypothèses", "TEG, commission d'affacturage comprise", "3,515 %",
        "2,015 % (16/01/2026)", "Jour 1 50 958,89 € Fin du mois 7", "Fin du mois 12",
        "F2 grosses factures",
        "BETA SA 1 164 383,56 €", "R. 314-1 et suivants du Code de la consommation",
        "ses prix sont inventés",
    ):  # fmt: skip
        assert figure.replace("'", "’") in told.replace("'", "’"), figure
    english = text(world, "quote", number=world.ids["quote"], language="en")
    for figure in ("Factoring quote", "€7,200.00", "€1,452.87", "TEG and its hypotheses",
                   "The financing charge bears no VAT"):  # fmt: skip
        assert figure in english, figure


def test_conditions_are_those_in_force_on_the_day(world: World) -> None:
    world.amend(world.ids["B-1"], {"fee_ppm": 7_500}, date(2026, 2, 1))
    now = text(world, "conditions")
    for figure in ("Conditions particulières du contrat B-1", "732829320", "Grille tarifaire",
                   "Commission d’affacturage 0,60 %", "quittance permanente 2026-01", "TEG",
                   "261 C, 1° a", "TEG 3,67 %",
                   f"devis {world.ids['quote']} (16/01/2026)"):  # fmt: skip
        assert figure in now.replace("'", "’"), figure
    later = text(world, "conditions", last=date(2026, 2, 1))
    assert "Commission d’affacturage 0,75 %" in later.replace("'", "’")
    english = text(world, "conditions", language="en")
    assert "Factoring fee 0.60%" in english
    assert "no TEG is stated here" in text(world, "conditions", login="cora", language="en",
                                           contract="C-2")  # fmt: skip


def test_a_statement_runs_from_the_balance_before_to_the_one_after(world: World) -> None:
    told = text(world, "statement", first=FIRST, last=LAST)
    entry = world.one("SELECT id FROM entry WHERE journal = 'assignment' OR event = 'assignment'")
    for figure in ("Relevé de compte du contrat B-1", "du 01/01/2026 au 31/01/2026",
                   "Solde avant 0,00 €", "Solde après 19 856,00 €", f"{entry} 20 000,00 €",
                   "Total TTC 144,00 €", "commission d’affacturage"):  # fmt: skip
        assert figure in told.replace("'", "’"), figure
    empty = text(world, "statement", first=date(2025, 1, 1), last=date(2025, 1, 31), language="en")
    assert "Nothing moved in this period." in empty
    with pytest.raises(Refused) as caught:
        made(world, "statement", first=LAST, last=FIRST)
    assert caught.value.code == "period_wrong"


def test_a_bill_keeps_vat_apart(world: World) -> None:
    entry = world.one("SELECT DISTINCT entry_id FROM charge")
    told = text(world, "bill", number=entry)
    for figure in ("Total HT 120,00 €", "TVA à 20,00 % sur 120,00 € 24,00 €",
                   "Total TTC 144,00 €", "0,60 %", "20 000,00 €"):  # fmt: skip
        assert figure in told, figure
    assert "VAT at 20.00% on €120.00 €24.00" in text(world, "bill", number=entry, language="en")
    assert "Décompte de commissions et frais n° B-1-00001" in told
    assert ("Une facture porte aussi l'adresse de la maison, l'adresse de l'adhérent (CGI, annexe "
            "II, art. 242 nonies A)") in told  # fmt: skip
    with pytest.raises(Refused) as caught:
        made(world, "bill", number=entry + 1_000_000)
    assert caught.value.code == "bill_unknown"


def test_a_bill_with_both_addresses_is_an_invoice_of_a_series_without_gaps(world: World) -> None:
    """CGI, ann. II, art. 242 nonies A: number, names, addresses, SIREN, VAT number."""
    for name, address in (("FACTOR SA", "1 rue du Quai\n75001 PARIS"),
                          ("ALPHA SAS", "2 rue Haute\n69001 LYON")):  # fmt: skip
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=world.ids["B-1"], subject="PARTY",
            subject_id=world.ids[name], name="postal_address", value=address,
            from_on=world.on, source="extrait Kbis",
        )  # fmt: skip
    for number in ("FA-2", "FA-3"):
        world.remit(world.ids["B-1"], {"number": number, "cents": 1_000_000,
                                       "due_on": date(2026, 3, 17)})  # fmt: skip
    entries = [row[0] for row in world.rows(
        "SELECT entry_id FROM charge WHERE contract_id = %s GROUP BY 1 ORDER BY min(id)",
        world.ids["B-1"])]  # fmt: skip
    assert len(entries) == 3
    for place, entry in enumerate(entries, 1):
        told = text(world, "bill", number=entry)
        for figure in (
            f"Facture n° B-1-0000{place}", "Émetteur FACTOR SA", "1 rue du Quai, 75001 PARIS",
            "SIREN 552 100 554", "N° TVA FR96552100554", "2 rue Haute, 69001 LYON",
            "SIREN de l'adhérent 732 829 320", "TVA à 20,00 %", "Par débit du compte courant le",
        ):  # fmt: skip
            assert figure in told, figure
        assert "Ne vaut pas facture" not in told
    assert "Invoice no. B-1-00002" in text(world, "bill", number=entries[1], language="en")


@pytest.mark.parametrize("kind", ["quote", "conditions", "statement", "bill"])
def test_a_paper_is_an_archive_and_the_same_bytes_twice(world: World, kind: str) -> None:
    number = {"quote": world.ids["quote"],
              "bill": world.one("SELECT DISTINCT entry_id FROM charge")}.get(kind, 0)  # fmt: skip
    for language in ("fr", "en"):
        first = made(world, kind, language=language, number=number)
        assert first == made(world, kind, language=language, number=number)
        assert archive_marks(first.content) == ("2", "A", True)
        assert first.name.endswith(f"-{language}.pdf")
        assert "Page 1" in text_of(first.content)
    with pytest.raises(Refused) as caught:
        made(world, kind, login="cora", number=number)
    assert caught.value.code in ("contract_unknown", "quote_unknown")
