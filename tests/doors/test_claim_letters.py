"""The letter that declares our claim: what the law asks of it, for a buyer, a client, a guarantor.
Source: art. L622-24, L622-25, R622-23 C. com."""

from datetime import date
from pathlib import Path

import pytest

from comptant.doors.papers.claim_letters import Said, claim_letter
from comptant.operations.acts.act import Refused
from comptant.operations.registry import partners
from comptant.store.access import reading
from tests import facts
from tests.claims import sold
from tests.doors.conftest import Cli
from tests.notices import JUDGED_ON, PUBLISHED_ON, record, took
from tests.reading_papers import text_of

SAID = Said("Maître Martin\n1 rue du Palais\n75001 Paris", "A. Durand, directrice juridique")


def letter(
    world: facts.World, party: str, part: str, said: Said = SAID, on: date = PUBLISHED_ON
) -> str:
    with reading(world.users["anna"].id) as see:
        made = claim_letter(see, "I-1", world.ids[party], part, said, on)
        again = claim_letter(see, "I-1", world.ids[party], part, said, on)
    assert made.content == again.content
    return " ".join(text_of(made.content).split())


@pytest.fixture
def failed(world: facts.World) -> facts.World:
    """FA-1 of 50 000.00, due on 11 March, and FA-2 of 1 000.00, due on 10 May; the judgment is of 1
    April."""
    contract = sold(world, number="I-1", has_recourse=False)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 5, 10)})  # fmt: skip
    world.on = PUBLISHED_ON
    took(world, record(1))
    return world


def test_a_buyers_letter_has_the_mentions_of_the_law(failed: facts.World) -> None:
    told = letter(failed, "BETA SA", "BUYER")
    for part in (
        "Déclaration de créance : BETA SA", "Maître Martin", "redressement judiciaire",
        "Tribunal des activités économiques de Paris", "01/04/2026", "03/04/2026",
        "51 000,00", "dont 50 000,00 € échus et 1 000,00 € à échoir",
        "la dernière le 10/05/2026", "FA-1", "FA-2", "11/03/2026",
        "à titre chirographaire", "(art. L622-24 du code de commerce)", "(art. R622-23, 2°)",
        "Aucune instance n'est en cours", "art. 1346-1 du code civil", "créance sincère",
        "qui expire le 03/06/2026", "A. Durand, directrice juridique",
        "declares its claim against BETA SA", "The French text alone counts",
    ):  # fmt: skip
        assert part.replace("\u202f", " ") in told.replace("\u202f", " ").replace("\xa0", " "), (
            part, told)  # fmt: skip


def test_what_was_paid_before_the_judgment_is_not_declared_and_what_the_guarantee_took_is(
    failed: facts.World,
) -> None:
    """The night after takes the approved debt over: it is declared whole still."""
    failed.close(PUBLISHED_ON)
    assert failed.one("SELECT sum(open_cents) FROM invoice WHERE contract_id = %s",
                      failed.ids["C-1"]) < 5_100_000  # fmt: skip
    assert "dont 50 000,00" in letter(failed, "BETA SA", "BUYER").replace("\u202f", " ").replace(
        "\xa0", " ")  # fmt: skip


def test_after_the_last_day_relief_is_asked_and_what_people_say_is_told(
    failed: facts.World,
) -> None:
    said = Said("Me X", "B. Petit", "gage sur stocks", "tribunal de Lyon, RG 26/1", 1_234_56)
    told = letter(failed, "BETA SA", "BUYER", said, date(2026, 6, 4))
    for part in ("relevé de forclusion", "gage sur stocks", "tribunal de Lyon, RG 26/1", "234,56"):
        assert part in told, (part, told)


def test_a_clients_and_a_guarantors_letter_declare_the_debit_of_the_account(
    failed: facts.World,
) -> None:
    partners.set_partner(failed.conn, failed.asked("anna"), contract_id=failed.ids["C-1"],
                         party_id=failed.ids["DELTA SARL"], role="guarantor", is_granted=True,
                         amount_cents=1_000_000, source="deed")  # fmt: skip
    took(failed, record(2, "ALPHA SAS"), record(3, "DELTA SARL"))
    told = letter(failed, "ALPHA SAS", "CLIENT")
    assert "solde débiteur de son compte au contrat d'affacturage I-1" in told
    assert "base 360 jours" in told
    told = letter(failed, "DELTA SARL", "GUARANTOR")
    assert "caution de ALPHA SAS" in told
    assert "10 000,00" in told.replace("\u202f", " ").replace("\xa0", " ")


def test_a_letter_without_whom_or_of_whom_is_refused(failed: facts.World) -> None:
    for party, part, said, code in (
        ("BETA SA", "BUYER", Said(" ", "A"), "officer_missing"),
        ("BETA SA", "BUYER", Said("A", " "), "signer_missing"),
        ("BETA SA", "CLIENT", SAID, "not_in_proceedings"),
        ("BETA SA", "BUYER", Said("A", "B", amount_cents=0), "nothing_owed"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            letter(failed, party, part, said)
        assert caught.value.code == code
    assert JUDGED_ON < PUBLISHED_ON


def test_it_is_written_from_a_command(cli: Cli, failed: facts.World, tmp_path: Path) -> None:
    path = tmp_path / "declaration.pdf"
    cli.run("insolvency", "letter", "I-1", "BETA SA", "buyer", "--to", "Me X, Paris", "--signer",
            "A. Durand", "--out", path, "--user", "anna", "--on", str(PUBLISHED_ON))  # fmt: skip
    assert "Déclaration de créance" in text_of(path.read_bytes())
