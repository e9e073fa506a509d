"""Every mail, letter, notice and word that leaves for a buyer of a confidential contract is looked
through for whatever could reveal the factor."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import psycopg
import pytest
from pypdf import PdfReader

from comptant.doors.worker import mail, reminders
from comptant.operations.assigning import disclosing
from comptant.operations.assigning.notices import write_notices
from comptant.operations.assigning.returns import reassign
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.run import remind
from comptant.operations.risk import disputes
from comptant.rules.reminders import standard_plan
from comptant.store.access import ASKED_BY, reading
from tests.facts import CLIENT_IBAN, FACTOR_IBAN, SIRENS, World, add_user, open_world
from tests.houses import house
from tests.mailbox import Box, mailbox
from tests.reminding import contact, invoice, set_plan

DEDICATED_IBAN = "FR7610107001011234567890226"
OTHER_IBAN = "FR7630004000031234567890143"
DUE = date(2026, 2, 16)
# Name, SIREN, accounts, mail, and the words of the trade, as letters and figures only.
REVEALING = ("FACTOR", "AFFACTUR", "FACTORING", "SUBROG", "CESSION", "CEDEE", "CÉDÉE", "ASSIGNED",
             "ASSIGNMENT", "L31323", SIRENS["FACTOR SA"], FACTOR_IBAN[4:], OTHER_IBAN[4:],
             "RELANCESFACTOREXAMPLE", "AGRIFRPP")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA assigns in confidence to FACTOR SA, of two accounts; its buyers pay ALPHA's dedicated
    account, or do not."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", disclosure_mode="CONFIDENTIAL",
                                        notice_required=True)  # fmt: skip
    opened.own_account(OTHER_IBAN, contract_id=opened.ids["C-1"])
    opened.own_account(DEDICATED_IBAN, name="ALPHA SAS", is_client_owned=True, bic="BPALFRPP",
                       contract_id=opened.ids["C-1"])  # fmt: skip
    for buyer in ("BETA SA", "DELTA SARL"):
        opened.limit(opened.ids["C-1"], buyer, 5_000_000)
    add_user(opened, "bea", opened.ids["BETA SA"], ["buyer"], False)
    opened.remit(opened.ids["C-1"], *(
        {"number": f"V-{n}", "cents": 300_000, "due_on": DUE, "buyer": buyer}
        for n, buyer in enumerate(("BETA SA", "BETA SA", "DELTA SARL", "DELTA SARL"), 1)
    ))  # fmt: skip
    contact(opened, "BETA SA", is_told=False)
    contact(opened, "DELTA SARL", is_told=False, email="", language="en", person="")
    set_plan(opened, sender_email="compta@alpha.example", stages=standard_plan())
    return opened


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with mailbox() as (found, port):
        monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("COMPTANT_MAIL_FROM", "relances@factor.example")
        yield found


def live(world: World, until: date) -> None:
    """Days of reminders, each mailed or printed, over a dispute and a reassignment."""
    to = mail.server()
    assert to is not None
    while world.on < until:
        world.on += timedelta(days=1)
        world.bank(iban=FACTOR_IBAN)
        world.bank(iban=OTHER_IBAN)
        world.bank(iban=DEDICATED_IBAN)
        remind(world.conn, world.asked("anna"), contract_id=None)
        reminders.send(world.conn, world.asked("anna").at, to)
        print_reminders(world.conn, world.asked("anna"), contract_id=None)


def words_of_pdf(content: bytes) -> str:
    """All that a PDF says: its pages, its head, its XMP, its attachments' names."""
    read = PdfReader(io.BytesIO(content))
    said = [page.extract_text() for page in read.pages]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said += [str(value) for value in pdf.docinfo.values()]
        said.append(pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else "")
        said += list(pdf.attachments)
    return " ".join(said)


def revealed(text: str) -> list[str]:
    """What of REVEALING a text holds, however it is spaced and written."""
    plain = re.sub(r"[^A-ZÀ-Ý0-9]", "", text.upper())
    return [word for word in REVEALING if word in plain]


def letters(world: World) -> list[bytes]:
    rows = world.rows("SELECT d.content FROM paper p JOIN document d ON d.digest = p.digest"
                      " WHERE p.kind NOT IN ('TITLE')")  # fmt: skip
    return [bytes(content) for (content,) in rows]


def test_the_search_finds_what_it_looks_for() -> None:
    assert revealed("IBAN FR76 3000 6000 0112 3456 7890 189") == [FACTOR_IBAN[4:]]
    assert revealed("552 100 554 relances@factor.example") == [
        "FACTOR", SIRENS["FACTOR SA"], "RELANCESFACTOREXAMPLE"]  # fmt: skip
    assert revealed(f"ALPHA SAS {DEDICATED_IBAN} {CLIENT_IBAN} {SIRENS['ALPHA SAS']}") == []


def test_nothing_that_reaches_a_buyer_can_reveal_the_factor(world: World, box: Box) -> None:
    of: dict[str, Any] = {"contract_id": world.ids["C-1"]}
    live(world, DUE + timedelta(days=20))
    disputes.open_dispute(
        world.conn, world.asked("anna"), **of, invoice_id=invoice(world, "V-1"), code="LIT-QTE",
        amount_cents=None, is_rest_confirmed=False, source="BUYER", evidence="letter")  # fmt: skip
    reassign(world.conn, world.asked("anna"), **of, invoice_ids=[invoice(world, "V-3")],
             reason="asked by the client")  # fmt: skip
    live(world, DUE + timedelta(days=60))
    mails = [message.as_string() + str(message.get_content()) for message in box.messages]
    papers = [words_of_pdf(content) for content in letters(world)]
    stages = {stage for (stage,) in world.rows("SELECT DISTINCT stage FROM reminder")}
    assert {"R1", "R2", "MED"} <= stages
    assert mails
    assert papers
    assert any(DEDICATED_IBAN[4:] in re.sub(r"\s", "", text) for text in mails)
    assert any(DEDICATED_IBAN[4:] in re.sub(r"\s", "", text) for text in papers)
    assert {text[:200]: found for text in (*mails, *papers) if (found := revealed(text))} == {}
    kinds = {kind for (kind,) in world.rows("SELECT DISTINCT kind FROM outbox")}
    assert kinds <= {"payment_file", "sweep_file", "limit_request"}  # none of them for a buyer
    assert world.rows("SELECT 1 FROM delivery") == []
    bea = world.users["bea"]
    with reading(bea.id, bea.company_id, bea.roles, world.on) as see:
        assert "read_owed" in ASKED_BY["buyer"]
        assert see("read_owed") == []


def test_once_two_people_disclose_buyers_are_told_of_our_account(world: World) -> None:
    of: dict[str, Any] = {"contract_id": world.ids["C-1"]}
    asked = disclosing.disclose_contract(world.conn, world.asked("anna"), **of,
                                         needs_notice=False, source="letter")  # fmt: skip
    world.approve(asked, "ada")
    assert write_notices(world.conn, world.asked("anna"), **of, language=None)["count"] == 2
    for content in letters(world):
        told = re.sub(r"\s", "", words_of_pdf(content))
        assert OTHER_IBAN[4:] in told
        assert DEDICATED_IBAN[4:] not in told
        assert "FACTORSA" in told
