"""Reminders leave by a server of mail, once; what nobody knows of goes to a person."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors.worker import mail, reminders
from comptant.operations.acts.tokens import token_digest
from comptant.operations.reminding import answers
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.run import remind
from comptant.operations.risk import disputes, facts
from comptant.store.access import reading_by_link
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.mailbox import Box, mailbox
from tests.reminding import DUE, bank_of, contact, invoice, set_plan, states
from tests.traces import refused

LINE: dict[str, Any] = {"cents": 300_000, "due_on": DUE}
MARCH: dict[str, Any] = {"cents": 50_000, "due_on": DUE, "buyer": "DELTA SARL"}


@house
def world(writer: psycopg.Connection) -> World:
    """A first reminder to each of two buyers waits to leave."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", **LINE}, {"number": "FA-2", **LINE},
                 {"number": "FA-3", **MARCH})  # fmt: skip
    contact(opened, "BETA SA")
    contact(opened, "DELTA SARL", email="ap@delta.example", language="en", person="")
    set_plan(opened)
    bank_of(opened, DUE + timedelta(days=2))
    opened.on = DUE + timedelta(days=3)
    remind(opened.conn, opened.asked("anna"), contract_id=None)
    return opened


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with mailbox() as (found, port):
        monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("COMPTANT_MAIL_FROM", "relances@factor.example")
        yield found


def send(world: World, later: timedelta = timedelta()) -> int:
    to = mail.server()
    assert to is not None
    return reminders.send(world.conn, world.asked("anna").at + later, to)


def test_each_buyer_is_written_to_in_its_language_once(world: World, box: Box) -> None:
    assert send(world) == 2
    assert send(world) == 0
    french, english = box.messages
    assert french["From"] == "FACTOR SA <relances@factor.example>"
    assert french["To"] == "Mme Dupont <compta@beta.example>"
    assert french["Subject"] == "Rappel d'échéance – ALPHA SAS"
    said = french.get_content().replace("\N{NO-BREAK SPACE}", " ")
    for mention in (
        "émises par ALPHA SAS et qui nous sont payables", "FA-1, échéance 16/02/2026 : 3 000,00 €",
        "Total à payer : 6 000,00 €", "IBAN FR76 3000 6000 0112 3456 7890 189, BIC AGRIFRPP",
        "Référence à rappeler : FA-1 FA-2", "répondez « courrier »",
    ):  # fmt: skip
        assert mention in said, mention
    assert english["Subject"] == "Payment reminder – ALPHA SAS"
    assert "Total to pay: €500.00" in english.get_content()
    assert "FA-1" not in english.get_content()
    assert [state for *_, state, _ in states(world)] == ["SENT", "SENT"]
    assert world.rows("SELECT told FROM reminder ORDER BY id")[1] == (
        [{"invoice_id": invoice(world, "FA-3"), "claimed_cents": 50_000}],)  # fmt: skip


def test_a_mail_says_what_is_owed_when_it_leaves_and_does_not_leave_for_what_is_not(
    world: World, box: Box
) -> None:
    bank_of(world, world.on, {"cents": 50_000, "text": "FA-3", "payer_name": "DELTA SARL"})
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], code="LIT-QTE",
        invoice_id=invoice(world, "FA-2"), amount_cents=None, is_rest_confirmed=False,
        source="BUYER", evidence="",
    )  # fmt: skip
    assert send(world) == 1
    (message,) = box.messages
    assert "FA-1" in message.get_content()
    assert "FA-2" not in message.get_content()
    assert [row[2:] for row in states(world)] == [("SENT", "OK"), ("DROPPED", "paid")]


def test_mails_wait_for_the_bank_and_for_a_working_day(world: World, box: Box) -> None:
    world.on += timedelta(days=1)
    assert send(world) == 0
    assert {row[2:] for row in states(world)} == {("WAITING", "bank_late")}
    bank_of(world, world.on)
    world.on += timedelta(days=1)  # a Saturday
    assert send(world) == 0
    assert {row[2:] for row in states(world)} == {("WAITING", "quiet_day")}
    world.on += timedelta(days=2)
    assert send(world) == 2
    assert len(box.messages) == 2


class Crash(BaseException):
    """The machine stops."""


def test_after_a_crash_nothing_leaves_twice_and_the_mail_between_goes_to_a_person(
    world: World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mail.Line.send

    def crash(line: mail.Line, *told: Any) -> tuple[str, str]:
        real(line, *told)
        raise Crash

    monkeypatch.setattr(mail.Line, "send", crash)
    with pytest.raises(Crash):
        send(world)
    monkeypatch.undo()
    monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{box.port}")
    monkeypatch.setenv("COMPTANT_MAIL_FROM", "relances@factor.example")
    assert send(world) == 1
    assert [one["To"] for one in box.messages] == [
        "Mme Dupont <compta@beta.example>", "DELTA SARL <ap@delta.example>"]  # fmt: skip
    assert states(world)[0] == ("R1", "EMAIL", "UNKNOWN", "interrupted")
    lost = world.one("SELECT min(id) FROM reminder")
    told = {"contract_id": world.ids["C-1"], "reminder_id": lost}
    answers.settle_reminder(world.conn, world.asked("anna"), has_left=False, **told)
    assert send(world) == 1
    assert box.messages[0]["Message-ID"] == box.messages[2]["Message-ID"] == (
        f"<reminder-{lost}@factor.example>")  # fmt: skip
    with refused(world.conn, "reminder_over", reminder_id=lost):
        answers.settle_reminder(world.conn, world.asked("anna"), has_left=True, **told)


def test_a_server_that_hangs_up_after_the_words_leaves_an_unknown(world: World, box: Box) -> None:
    box.dropped.add("compta@beta.example")
    assert send(world) == 1
    assert states(world)[0][2] == "UNKNOWN"
    assert send(world) == 0
    assert len(box.messages) == 2


def test_an_address_that_is_refused_gets_a_letter_and_one_told_later_is_tried_again(
    world: World, box: Box
) -> None:
    box.unknown.add("compta@beta.example")
    box.later.add("ap@delta.example")
    assert send(world) == 0
    assert [row[2] for row in states(world)] == ["BOUNCED", "WAITING"]
    assert states(world)[1][3].startswith("451 not now")
    box.later.clear()
    assert send(world) == 0
    assert send(world, timedelta(minutes=2)) == 1
    answer = remind(world.conn, world.asked("anna"), contract_id=None)
    assert answer["by_channel"] == {"LETTER": 1}
    contact(world, "BETA SA", email="other@beta.example")
    assert remind(world.conn, world.asked("anna"), contract_id=None)["count"] == 0


def test_a_mail_that_comes_back_later_and_a_buyer_who_wants_none(world: World, box: Box) -> None:
    send(world)
    first = world.one("SELECT min(id) FROM reminder")
    told = {"contract_id": world.ids["C-1"], "reminder_id": first, "said": "mailbox full"}
    answers.record_bounce(world.conn, world.asked("anna"), **told)
    with refused(world.conn, "reminder_over", reminder_id=first):
        answers.record_bounce(world.conn, world.asked("anna"), **told)
    answer = remind(world.conn, world.asked("anna"), contract_id=None)
    assert (answer["by_channel"], answer["by_stage"]) == ({"LETTER": 1}, {"R1": 1})
    print_reminders(world.conn, world.asked("anna"), contract_id=None)
    contact(world, "DELTA SARL", email="ap@delta.example", is_email_refused=True)
    bank_of(world, DUE + timedelta(days=9))
    world.on = DUE + timedelta(days=10)
    answer = remind(world.conn, world.asked("anna"), contract_id=None)
    assert answer["by_channel"] == {"CALL": 2, "LETTER": 2}


def test_a_confidential_contract_writes_in_its_clients_name(world: World, box: Box) -> None:
    world.amend(world.ids["C-1"], {"disclosure_mode": "CONFIDENTIAL"})
    assert send(world) == 0  # no address of the client to write from
    assert {row[2:] for row in states(world)} == {("DROPPED", "no_address")}
    set_plan(world, sender_email="compta@alpha.example")
    remind(world.conn, world.asked("anna"), contract_id=None)
    assert send(world) == 2
    message = box.messages[0]
    assert message["From"] == "ALPHA SAS <compta@alpha.example>"
    assert message["Message-ID"].endswith("@alpha.example>")
    assert "FACTOR" not in message.as_string()
    assert "factor" not in message.as_string().replace("X-Peer", "")
    assert "que nous vous avons adressées" in message.get_content()
    assert "IBAN" not in message.get_content()


def test_nothing_leaves_a_trial_by_the_worker(world: World, box: Box) -> None:
    to = mail.server()
    assert to is not None
    assert reminders.job(to)(world.conn, datetime.now().astimezone()) == 0
    assert box.messages == []


def test_a_mail_tells_the_buyer_s_page_where_the_buyer_may_know(
    world: World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DELTA SARL was not told to pay us after all: its mail waits."""
    monkeypatch.setenv("COMPTANT_PUBLIC_URL", "https://portail.example/")
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="BUYER",
        subject_id=world.ids["DELTA SARL"], name="is_notified", value=False, from_on=world.on,
        source="the notice came back",
    )  # fmt: skip
    assert send(world) == 1
    (french,) = (one.get_content() for one in box.messages)
    assert ("R1", "EMAIL", "WAITING", "not_told") in states(world)
    (token,) = re.findall(r"https://portail\.example/account/([\w-]{32})\s", french)
    with reading_by_link(token_digest(token), world.on) as see:
        assert [row["invoice_number"] for row in see("read_linked_invoices", id=None)] == [
            "FA-1",
            "FA-2",
        ]
    assert world.rows("SELECT language, until_on - made_on FROM buyer_link") == [("fr", 60)]
