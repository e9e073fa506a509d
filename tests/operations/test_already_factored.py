"""Invoices already factored: to whom a document says to pay, and the letter that releases it.

FACTOR SA is SIREN 552100554, FR7630006000011234567890189; ALPHA SAS, the client, SIREN 732829320.
"""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import release_letters
from comptant.operations.risk import facts
from tests.facts import CLIENT_IBAN, FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

OTHER_IBAN = "FR7630004000031234567890143"
OURS, ALPHA, OTHER = "552100554", "732829320", "410000020"
Told = dict[str, Any]


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 20_000_000)
    return opened


def remit(world: World, **told: Any) -> Answer:
    """One invoice of ALPHA that says this of who is to be paid."""
    line = {"number": "V1", "cents": 100_000, "due_on": date(2026, 3, 16), "seller_siren": ALPHA,
            "seller_name": "ALPHA SAS", **told}  # fmt: skip
    return world.remit(world.ids["C-1"], line)


TAKEN: dict[str, tuple[Told, bool]] = {  # what the document says, and whether it names us
    "nothing": ({}, False),
    "client's own account": ({"payment_iban": CLIENT_IBAN}, False),
    "our account": ({"payment_iban": FACTOR_IBAN}, True),
    "factored, our account": ({"type_code": "393", "payment_iban": FACTOR_IBAN}, True),
    "factored, our SIREN": ({"type_code": "393", "payee_identifier": OURS}, True),
    "factored, our SIRET": ({"type_code": "393", "payee_name": "FACTOR SA",
                             "payee_identifier": "55210055400013"}, True),
    "factored, our VAT number": ({"type_code": "501", "payee_name": "Factor",
                                  "payee_identifier": f"FR 25 {OURS}"}, True),
    "our name": ({"payee_name": "Factor S A"}, True),
    "our name, a number of its own": ({"payee_name": "FACTOR SA", "payee_identifier": "GLN-7"},
                                      True),
    "a name like ours, our account": ({"payee_name": "Factor", "payment_iban": FACTOR_IBAN}, True),
    "our name and account, a number that is not ours": (
        {"type_code": "393", "payee_name": "FACTOR SA", "payee_identifier": OTHER,
         "payment_iban": FACTOR_IBAN}, True),
    "the seller by its SIREN": ({"payee_name": "ALPHA SAS", "payee_identifier": ALPHA}, False),
    "the seller by its SIRET": ({"payee_identifier": f"{ALPHA}00074"}, False),
    "the seller by its name": ({"payee_name": "alpha sas", "payment_iban": CLIENT_IBAN}, False),
    "the seller by another name": ({"payee_name": "ALPHA STORES", "seller_name": "ALPHA STORES"},
                                   False),
    "note with our SIREN": ({"assignment_note": "Créance cédée à FACTOR SA 552100554"}, True),
    "note with our SIREN in groups": ({"assignment_note": "Cédée à la société 552 100 554 RCS"},
                                      True),
    "note with our account": ({"assignment_note": "Payer FR76 3000 6000 0112 3456 7890 189"},
                              True),
    "note with our name": ({"assignment_note": "#ACC#Créance cédée à FACTOR SA, art. 1346-1"},
                           True),
    "note without a name, our account": ({"assignment_note": "Créance cédée",
                                          "payment_iban": FACTOR_IBAN}, True),
    "note with the client and us": ({"assignment_note": f"{ALPHA} cède à FACTOR SA {OURS}"}, True),
}  # fmt: skip
CAUGHT: dict[str, Told] = {
    "factored, naming nobody": {"type_code": "393"},
    "factored by self-billing, naming nobody": {"type_code": "501"},
    "factored, the client's account": {"type_code": "393", "payment_iban": CLIENT_IBAN},
    "factored, another's account": {"type_code": "472", "payment_iban": OTHER_IBAN},
    "factored, the seller": {"type_code": "473", "payee_identifier": ALPHA},
    "another by its SIREN": {"payee_name": "AUTRE FACTOR", "payee_identifier": OTHER},
    "another by its SIREN, our account": {"payee_name": "AUTRE FACTOR", "payee_identifier": OTHER,
                                          "payment_iban": FACTOR_IBAN},
    "another under our name": {"payee_name": "FACTOR SA", "payee_identifier": OTHER},
    "another by its VAT number": {"payee_identifier": "DE136695976", "payment_iban": FACTOR_IBAN},
    "another by its name": {"payee_name": "AUTRE FACTOR"},
    "another by its name, the client's account": {"payee_name": "AUTRE FACTOR",
                                                  "payment_iban": CLIENT_IBAN},
    "a number of nobody": {"payee_identifier": "SUP-123"},
    "note without a name": {"assignment_note": "Créance cédée"},
    "note with another": {"assignment_note": "Créance cédée à AUTRE FACTOR 410000020"},
    "note with a name that ends as ours": {"assignment_note": "Cédée à AUTRE FACTOR SA"},
    "note with another, our account": {"assignment_note": "Cédée à AUTRE FACTOR, 410 000 020",
                                       "payment_iban": FACTOR_IBAN},
    "note with another's account, ours to pay": {
        "assignment_note": f"Payer {OTHER_IBAN}", "payment_iban": FACTOR_IBAN},
    "note with the client only": {"assignment_note": f"{ALPHA} cède ses créances"},
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_a_document_that_names_us_or_nobody_else_is_taken(world: World, case: str) -> None:
    told, names_us = TAKEN[case]
    assert remit(world, **told)["accepted"] == 1
    assert world.one("SELECT is_mentioned FROM invoice") is names_us


@pytest.mark.parametrize("case", CAUGHT)
def test_a_document_that_names_another_is_caught(world: World, case: str) -> None:
    assert remit(world, **CAUGHT[case])["refused"] == 1
    assert world.rows("SELECT reason FROM refused_line") == [("factored_elsewhere",)]


def test_our_numbers_are_all_of_the_house_s(world: World) -> None:
    """A house that has said only its SIRET is named by its SIREN all the same."""
    world.conn.execute(
        "DELETE FROM party_identifier WHERE party_id = %s", (world.ids["FACTOR SA"],)
    )
    world.conn.execute("INSERT INTO party_identifier VALUES ('siret', '55210055400013', %s, 1)",
                       (world.ids["FACTOR SA"],))  # fmt: skip
    assert remit(world, type_code="393", payee_identifier=OURS)["accepted"] == 1


# The letter ---------------------------------------------------------------------------------------


def release(world: World, number: str = "V1", login: str = "anna", **told: Any) -> Answer:
    return release_letters.record_release(
        world.conn, world.asked(login), contract_id=world.ids["C-1"], invoice_number=number,
        **{"is_withdrawn": False, "source": "letter of AUTRE FACTOR", **told},
    )  # fmt: skip


def test_the_same_document_passes_once_its_release_letter_is_recorded(world: World) -> None:
    of_another = {"payee_name": "AUTRE FACTOR", "payee_identifier": OTHER}
    assert remit(world, **of_another)["refused"] == 1
    assert remit(world, **of_another)["repeated"] is True
    assert release(world, "v-1")["refused_count"] == 1
    again = remit(world, **of_another)
    assert (again["again"], again["accepted"], again["approved_cents"]) == (True, 1, 100_000)
    with refused(world.conn, "invoice_held", number="V1"):
        release(world)
    assert world.one("SELECT count(*) FROM event WHERE kind = 'invoices.release_recorded'") == 1


def test_a_letter_that_comes_before_the_document_counts_too_and_of_that_number_alone(
    world: World,
) -> None:
    assert release(world, "V2")["refused_count"] == 0
    assert remit(world, type_code="393")["refused"] == 1
    assert remit(world, type_code="393", number="V2")["accepted"] == 1


def test_a_letter_that_was_withdrawn_counts_no_longer(world: World) -> None:
    release(world)
    release(world, is_withdrawn=True, source="was for V11")
    assert remit(world, type_code="393")["refused"] == 1
    with refused(world.conn, "letter_unknown", number="V1"):
        release(world, is_withdrawn=True)


def test_a_release_is_of_one_contract_and_named_by_a_source(world: World) -> None:
    other = world.contract("C-2")
    release(world)
    assert world.remit(other, {"number": "V1", "cents": 100_000, "type_code": "393",
                               "due_on": date(2026, 3, 16)})["refused"] == 1  # fmt: skip
    with refused(world.conn, "source_missing"):
        release(world, source=" ")
    with refused(world.conn, "number_missing"):
        release(world, " ")
    with refused(world.conn, "not_your_right", operation="record_release"):
        release(world, login="alice")


def test_the_fact_still_says_it_of_an_invoice_that_is_held(world: World) -> None:
    remit(world)
    invoice = world.one("SELECT id FROM invoice")
    for value, hold in ((True, "factored_elsewhere"), (False, None)):
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="INVOICE",
            subject_id=invoice, name="factored_elsewhere", value=value, from_on=world.on,
            source="letter",
        )  # fmt: skip
        assert world.one("SELECT hold FROM invoice") == hold
