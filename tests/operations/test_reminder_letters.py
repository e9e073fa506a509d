"""Reminders by letter: judged again, in the buyer's language, with the code that pays them; the
batch for who prints them; calls; the file of a claim for legal collection."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
import zxingcpp
from PIL import Image

from comptant.doors.reminders_told import batch_file
from comptant.formats.papers import reminders as letters
from comptant.formats.papers.setting import TEMPLATES, _compiler, plain_facts
from comptant.operations.reminding.answers import record_call
from comptant.operations.reminding.handing_over import hand_over
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.run import remind
from comptant.operations.risk import facts
from comptant.rules.reminders import PLAN
from comptant.store.access import reading
from tests.facts import SIRENS, World, three_of_two_clients
from tests.houses import house
from tests.reading_papers import archive_marks, page_count, text_of
from tests.reminding import DUE, bank_of, contact, invoice, set_plan, states
from tests.traces import refused

STAGES: list[dict[str, Any]] = [
    {"stage_number": 1, "stage": "R1", "offset_days": 3, "channel": "LETTER"},
    {"stage_number": 1, "stage": "R1", "offset_days": 3, "channel": "CALL"},
    {"stage_number": 2, "stage": "MED", "offset_days": 10, "channel": "REGISTERED"},
    {"stage_number": 3, "stage": "CTX", "offset_days": 20, "channel": "HANDOVER"},
]


@house
def world(writer: psycopg.Connection) -> World:
    """A letter and a call wait for each of two buyers."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 1_234_567, "due_on": DUE},
                 {"number": "FA-2", "cents": 300_000, "due_on": DUE, "buyer": "DELTA SARL"},
                 )  # fmt: skip
    contact(opened, "BETA SA")
    contact(opened, "DELTA SARL", language="en", postal_address="1 High Street\nLondon")
    set_plan(opened, stages=PLAN.frame([{**one, "least_cents": 0} for one in STAGES]))
    run_on(opened, DUE + timedelta(days=3))
    return opened


def run_on(world: World, day: date) -> dict[str, Any]:
    bank_of(world, day - timedelta(days=1))
    world.on = day
    return remind(world.conn, world.asked("anna"), contract_id=None)


def printed(world: World) -> dict[str, Any]:
    return print_reminders(world.conn, world.asked("anna"), contract_id=None)


def kept(world: World) -> list[bytes]:
    return [bytes(content) for (content,) in world.rows(
        """SELECT d.content FROM paper p JOIN document d ON d.digest = p.digest
           WHERE p.kind = 'REMINDER' ORDER BY p.subject_id""")]  # fmt: skip


def test_letters_are_set_once_and_packed_for_who_prints_them(world: World) -> None:
    answer = printed(world)
    assert (answer["count"], answer["dropped"]) == (2, {})
    assert printed(world)["count"] == 0
    french, english = kept(world)
    for mention in ("Mme Dupont", "44000 NANTES", "Rappel d’échéance", "12 345,67 €",
                    "Bordereau de règlement", "FR76 3000 6000 0112 3456 7890 189"):  # fmt: skip
        assert mention in text_of(french), mention
    for mention in ("High Street", "Payment reminder", "€3,000.00", "Remittance slip"):
        assert mention in text_of(english), mention
    assert archive_marks(french) == ("2", "U", True)
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as see:
        name, content = batch_file(see, answer["batch_id"])
        assert batch_file(see, answer["batch_id"]) == (name, content)
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert page_count(packed.read("letters.pdf")) == 2
    heads, first, second = packed.read("index.csv").decode("utf-8-sig").splitlines()
    assert heads.startswith("reminder;first_page;last_page;post")
    assert first.split(";")[1:] == ["1", "1", "ordinary", "fr", "BETA SA", "12 rue des Lilas",
                                    "44000 NANTES", "", ""]  # fmt: skip
    assert second.split(";")[1:3] == ["2", "2"]


def test_the_code_on_a_letter_is_the_transfer_that_pays_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    real = letters.typeset
    monkeypatch.setattr(letters, "typeset", lambda template, facts, *rest, **also: (
        seen.append(facts), real(template, facts, *rest, **also))[1])  # fmt: skip
    printed(world)
    import json

    told = json.dumps(plain_facts(dict(seen[0])), ensure_ascii=False)
    picture = _compiler().compile(TEMPLATES / "reminder.typ", format="png", ppi=200,
                                  sys_inputs={"facts": told})  # fmt: skip
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert code.text.split("\n") == [
        "BCD", "002", "1", "SCT", "AGRIFRPP", "FACTOR SA", "FR7630006000011234567890189",
        "EUR12345.67", "", "", "FA-1",
    ]  # fmt: skip


def test_a_letter_is_not_set_for_what_is_paid_nor_before_the_bank_has_spoken(world: World) -> None:
    bank_of(world, world.on, {"cents": 300_000, "text": "FA-2", "payer_name": "DELTA SARL"})
    world.on += timedelta(days=1)
    answer = printed(world)
    assert (answer["count"], answer["dropped"]) == (1, {"paid": 1})
    run_on(world, DUE + timedelta(days=11))
    world.on += timedelta(days=1)
    assert printed(world) | {"batch_id": 0} == {
        "contract_id": None, "batch_id": 0, "count": 0, "reminder_ids": [], "dropped": {},
        "waiting": {"bank_late": 1},
    }  # fmt: skip


def test_a_call_ends_as_it_did_and_one_without_an_answer_is_made_again(world: World) -> None:
    (call, _) = world.rows("SELECT id FROM reminder WHERE channel = 'CALL' ORDER BY id")[0], None
    told = {"contract_id": world.ids["C-1"], "reminder_id": call[0]}
    with refused(world.conn, "reminder_call_unknown", outcome="MAYBE"):
        record_call(world.conn, world.asked("carl"), outcome="MAYBE", note="", **told)
    record_call(world.conn, world.asked("carl"), outcome="NO_ANSWER", note="voicemail", **told)
    assert ("R1", "CALL", "WAITING", "NO_ANSWER voicemail") in states(world)
    record_call(world.conn, world.asked("carl"), outcome="REFUSED", note="", **told)
    assert ("R1", "CALL", "DONE", "REFUSED") in states(world)
    with refused(world.conn, "reminder_over", reminder_id=call[0]):
        record_call(world.conn, world.asked("carl"), outcome="PAID", note="", **told)


def test_what_goes_to_legal_collection_has_a_file_of_all_that_shows_it(world: World) -> None:
    printed(world)
    run_on(world, DUE + timedelta(days=11))
    printed(world)
    run_on(world, DUE + timedelta(days=22))
    ((due,),) = world.rows(
        """SELECT r.id FROM reminder r JOIN reminder_line l ON l.reminder_id = r.id
           WHERE r.channel = 'HANDOVER' AND l.invoice_id = %s""", invoice(world, "FA-1")
    )  # fmt: skip
    told = {"contract_id": world.ids["C-1"], "reminder_id": due}
    answer = hand_over(world.conn, world.asked("anna"), **told)
    assert (answer["count"], answer["missing"]) == (1, ["remitted", "title", "notice"])
    content = world.one("SELECT content FROM document WHERE digest = decode(%s, 'hex')",
                        answer["digest"])  # fmt: skip
    packed = zipfile.ZipFile(io.BytesIO(bytes(content)))
    assert [name.split("/")[0] for name in packed.namelist()] == [
        "claim.csv",
        "invoices.csv",
        "reminders.csv",
        "disputes.csv",
        "penalties.csv",
        "ledger.csv",
        "reminder",
        "reminder",
    ]
    assert "FA-1" in packed.read("invoices.csv").decode()
    cover = packed.read("claim.csv").decode()
    for mention in ("débiteur / debtor;BETA SA", f"SIREN;{SIRENS['BETA SA']}", "supplier;ALPHA SAS",
                    "contrat / contract;C-1", "to claim, EUR;12345,67"):  # fmt: skip
        assert mention in cover, mention
    assert "FA-2" not in packed.read("reminders.csv").decode()
    assert [line.split(";")[1:4] for line in packed.read("reminders.csv").decode().splitlines()[1:]
            ] == [["R1", "CALL", "WAITING"], ["R1", "LETTER", "SENT"],
                  ["MED", "REGISTERED", "SENT"]]  # fmt: skip
    assert ";DEB;EUR;12345,67" in packed.read("ledger.csv").decode()
    with refused(world.conn, "reminder_over", reminder_id=due):
        hand_over(world.conn, world.asked("anna"), **told)


def test_a_letter_says_where_to_answer(world: World) -> None:
    told = "12 avenue de l'Opéra\n75001 PARIS"
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=None, subject="PARTY",
        subject_id=world.ids["FACTOR SA"], name="postal_address", value=told, from_on=world.on,
        source="register",
    )  # fmt: skip
    printed(world)
    french, english = map(text_of, kept(world))
    for mention in ("75001 PARIS", "écrivez-nous à l’adresse portée sous notre nom"):
        assert mention in french, mention
    assert "write to us at the address below our name, quoting C-1 /" in english
