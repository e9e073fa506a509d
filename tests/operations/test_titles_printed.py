"""The title of a remittance as PDF/A: a quittance subrogative, a Dailly deed with its mentions."""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import signatures
from comptant.operations.assigning.papers import issue_title
from comptant.operations.registry import opening, signing
from comptant.rules.titles import (
    DEED_DENOMINATION,
    DEED_LEGAL_REFERENCE,
    MENTIONS,
    Deed,
    missing_mentions,
)
from tests.cast import send
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reading_papers import archive_marks, text_of
from tests.traces import refused

LINES = (
    {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)},
    {"number": "FA-2", "cents": 123_456, "due_on": date(2026, 2, 28)},
)
WHOLE = Deed(DEED_DENOMINATION, DEED_LEGAL_REFERENCE, "FACTOR SA", "ALPHA SAS", 2, 2_123_456, 0, 0,
             0, 0, "", "Alice", "2026-01-16")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.ids["D-1"] = opened.contract("D-1", transfer_mode="DAILLY")
    return opened


def issue(world: World, login: str, number: str, remittance_id: int, **told: Any) -> Answer:
    return issue_title(
        world.conn, world.asked(login), contract_id=world.ids[number],
        remittance_id=remittance_id, **{"language": "fr", **told},
    )  # fmt: skip


def content(world: World, answer: Answer) -> bytes:
    return bytes(world.one(
        "SELECT content FROM document WHERE digest = decode(%s, 'hex')", answer["digest"]
    ))  # fmt: skip


def sent(world: World, number: str, login: str = "alice") -> int:
    return int(send(world, login, world.ids[number], *LINES)["remittance_id"])


def on_paper(world: World, number: str, remittance_id: int, **told: Any) -> Answer:
    """A title signed by hand, told by the desk and seen by another person."""
    said = {"kind": "TITLE", "subject_id": remittance_id, "signed_by": "Rémi Alpha",
            "signed_on": world.on, "proof": "exemplaire signé, scan 118"}  # fmt: skip
    return signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=world.ids[number], **{**said, **told}
    )


def empower(world: World, number: str, name: str = "Rémi Alpha", **told: Any) -> None:
    opening.record_opening_fact(
        world.conn, world.asked("anna"), contract_id=world.ids[number], guard="POWERS", label=name,
        **{"fact_on": date(2026, 1, 2), "until_on": None, "source": "Kbis", **told},
    )  # fmt: skip


def signed(world: World, number: str, remittance_id: int) -> None:
    """By hand, with the power to."""
    empower(world, number)
    world.approve(on_paper(world, number, remittance_id), "ada")


def test_a_quittance_names_its_payment_and_each_invoice(world: World) -> None:
    remittance = sent(world, "C-1")
    answer = issue(world, "alice", "C-1", remittance)
    assert (answer["title_number"], answer["name"]) == (1, "C-1-1-fr.pdf")
    paper = content(world, answer)
    told = text_of(paper)
    entry = world.one("SELECT entry_id FROM remittance WHERE id = %s", remittance)
    for mention in (
        "Quittance subrogative", "C-1 / 1", "FACTOR SA, SIREN 552 100 554",
        "ALPHA SAS, SIREN 732 829 320", "16/01/2026", "articles 1346-1 et suivants du Code civil",
        "quittance permanente 2026-01", "Bon pour subrogation",
        f"écriture n° {entry} du 16/01/2026, 21 234,56 € au crédit du compte courant",
        "FA-1 BETA SA (SIREN", "17/03/2026 20 000,00 €", "28/02/2026 1 234,56 €",
        "Total 21 234,56 €", "compte FR76 3000 6000 0112 3456 7890 189",
        "sous le compte personnel alice", "Page 1 sur 1",
    ):  # fmt: skip
        assert mention in told, mention
    assert archive_marks(paper) == ("2", "A", True)


def test_a_receipt_says_that_a_program_sent_its_remittance(world: World) -> None:
    """A key of a person is not the person: it signs nothing by their own account."""
    key_id, at = world.give_key("alice", "k" * 43, "read", "remit"), datetime.now(UTC)
    world.users["program"] = signing.key_user(world.conn, "k" * 43, at, "127.0.0.1")
    remittance = sent(world, "C-1", "program")
    told = text_of(content(world, issue(world, "alice", "C-1", remittance)))
    assert f"par le programme « books » (clé n° {key_id}), au nom de alice" in told
    assert "compte personnel" not in told
    english = text_of(content(world, issue(world, "alice", "C-1", remittance, language="en")))
    assert f"by the program “books” (key no. {key_id}), in the name of alice" in english


def test_the_same_title_is_the_same_bytes(world: World) -> None:
    remittance = sent(world, "C-1")
    first = issue(world, "alice", "C-1", remittance)
    again = issue(world, "anna", "C-1", remittance)
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert again["digest"] == first["digest"]
    english = issue(world, "alice", "C-1", remittance, language="en")
    assert english["digest"] != first["digest"]
    told = text_of(content(world, english))
    for mention in ("Subrogation receipt", "Quittance subrogative", "Bon pour subrogation",
                    "2026-03-17 €20,000.00", "Total €21,234.56", "Page 1 of 1",
                    "the deed in French, of the same number, is the one that binds"):  # fmt: skip
        assert mention in told, mention
    assert world.one("SELECT count(*) FROM paper") == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_deed_has_every_mention_of_the_law(world: World, language: str) -> None:
    remittance = sent(world, "D-1")
    signed(world, "D-1", remittance)
    paper = content(world, issue(world, "alice", "D-1", remittance, language=language))
    told = text_of(paper)
    for mention in (
        DEED_DENOMINATION, DEED_LEGAL_REFERENCE, "FACTOR SA, ", "ALPHA SAS, ", "FA-1 BETA SA",
        "FR76 3000 6000 0112 3456 7890 189", "Rémi Alpha", "scan 118",
    ):  # fmt: skip
        assert mention in told, mention
    dated = {"fr": "Date apposée par le bénéficiaire 16/01/2026",
             "en": "Date affixed by the beneficiary 2026-01-16"}  # fmt: skip
    assert dated[language] in told
    assert "Bon pour subrogation" not in told
    assert archive_marks(paper) == ("2", "A", True)


LACKING: dict[str, dict[str, Any]] = {
    "DENOMINATION": {"denomination": "Cession de créances"},
    "LEGAL_REFERENCE": {"legal_reference": ""},
    "BENEFICIARY": {"beneficiary": " "},
    "RECEIVABLES": {"line_count": 0},
    "DEBTOR": {"without_debtor": 1},
    "PLACE_OF_PAYMENT": {"without_place": 2},
    "AMOUNT": {"without_amount": 1},
    "DUE_DATE": {"without_due": 1},
    "ASSIGNOR": {"assignor": ""},
    "SIGNATURE": {"signatory": ""},
    "DATE": {"dated": ""},
}


def test_each_mention_that_lacks_is_named() -> None:
    from dataclasses import replace

    assert missing_mentions(WHOLE) == []
    assert list(LACKING) == list(MENTIONS)
    for mention, lacking in LACKING.items():
        assert missing_mentions(replace(WHOLE, **lacking)) == [mention]
    transmitted = replace(WHOLE, means="file", without_debtor=9, without_place=9)
    assert missing_mentions(transmitted) == []


def test_an_unsigned_deed_is_not_issued_whoever_sent_the_remittance(world: World) -> None:
    for number, login in ((1, "anna"), (2, "alice")):
        lines = [{**line, "number": f"{line['number']}-{number}"} for line in LINES]
        sent_as = send(world, login, world.ids["D-1"], *lines)["remittance_id"]
        with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"], title_number=number):
            issue(world, login, "D-1", sent_as)
    assert world.one("SELECT count(*) FROM paper") == 0


def test_a_deed_without_place_of_payment_is_not_issued(world: World) -> None:
    world.ids["K-1"] = world.contract("K-1", transfer_mode="DAILLY",
                                      disclosure_mode="CONFIDENTIAL")  # fmt: skip
    remittance = sent(world, "K-1")
    signed(world, "K-1", remittance)
    with refused(world.conn, "mentions_missing", mentions=["PLACE_OF_PAYMENT"], title_number=1):
        issue(world, "alice", "K-1", remittance)
    world.own_account("FR7630004000031234567890143", contract_id=world.ids["K-1"],
                      name="ALPHA SAS", is_client_owned=True)  # fmt: skip
    told = text_of(content(world, issue(world, "alice", "K-1", remittance)))
    assert "FR76 3000 4000 0312 3456 7890 143" in told
    assert "FR76 3000 6000" not in told


def test_who_signs_by_hand_has_power_on_that_day(world: World) -> None:
    remittance = sent(world, "D-1")
    told = {"name": "Rémi Alpha", "signed_on": world.on, "number": "D-1"}
    with refused(world.conn, "signatory_without_power", **told):
        on_paper(world, "D-1", remittance)
    empower(world, "D-1", until_on=date(2026, 1, 15))
    with refused(world.conn, "signatory_without_power", **told):
        on_paper(world, "D-1", remittance)


def test_a_signature_by_hand_counts_once_another_person_has_seen_it(world: World) -> None:
    remittance = sent(world, "D-1", "anna")
    empower(world, "D-1")
    with refused(world.conn, "not_your_right"):
        signatures.propose_paper_signature(
            world.conn, world.asked("alice"), contract_id=world.ids["D-1"], kind="TITLE",
            subject_id=remittance, signed_by="Rémi Alpha", signed_on=world.on, proof="scan",
        )  # fmt: skip
    with refused(world.conn, "signature_incomplete"):
        on_paper(world, "D-1", remittance, proof=" ")
    with refused(world.conn, "signature_kind_unknown", kind="POEM"):
        on_paper(world, "D-1", remittance, kind="POEM")
    late = date(2026, 1, 17)
    with refused(world.conn, "signature_late", signed_on=late, posted_on=world.on):
        on_paper(world, "D-1", remittance, signed_on=late)
    waits = on_paper(world, "D-1", remittance)
    with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"]):
        issue(world, "anna", "D-1", remittance)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "ada")
    told = text_of(content(world, issue(world, "anna", "D-1", remittance)))
    assert "Signataire Rémi Alpha Signé le 16/01/2026" in told
    assert "exemplaire signé, scan 118" in told
    assert "Date apposée par le bénéficiaire 16/01/2026" in told


def test_what_has_no_title_is_refused(world: World) -> None:
    remittance = sent(world, "C-1")
    with refused(world.conn, "paper_language_unknown", language="de", languages=["fr", "en"]):
        issue(world, "alice", "C-1", remittance, language="de")
    with refused(world.conn, "remittance_unknown"):
        issue(world, "alice", "C-1", remittance + 1_000_000)
    with refused(world.conn, "contract_unknown", contract_id=world.ids["C-1"]):
        issue(world, "cora", "C-1", remittance)
    empty = send(world, "alice", world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000})
    with refused(world.conn, "title_missing", remittance_id=empty["remittance_id"]):
        issue(world, "alice", "C-1", empty["remittance_id"])
    world.ids["V-1"] = world.contract("V-1", transfer_mode="CIVIL")
    civil = send(world, "alice", world.ids["V-1"], {"number": "FC-1", "cents": 1_000})
    with refused(world.conn, "title_mode_unprinted", transfer_mode="CIVIL"):
        issue(world, "alice", "V-1", civil["remittance_id"])


def test_many_receivables_are_designated_by_their_transmission(world: World) -> None:
    lines = [{"number": f"M-{n}", "cents": 1_000 + n} for n in range(1_001)]
    remittance = send(world, "alice", world.ids["C-1"], *lines)["remittance_id"]
    told = text_of(content(world, issue(world, "alice", "C-1", remittance)))
    assert "Créances transmises par un procédé informatique" in told
    assert "Nombre de créances 1 001" in told
    assert "Montant global 15 015,00 €" in told
    assert "M-7" not in told
    digest = world.one("SELECT encode(digest, 'hex') FROM remittance WHERE id = %s", remittance)
    assert digest in told.replace(" ", "")
