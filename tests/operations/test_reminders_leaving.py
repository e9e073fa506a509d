"""How reminders leave: in the language that a buyer has now, past a call that nobody answers, by
letter once a mail came back."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.reminding.answers import record_bounce, record_call
from comptant.operations.reminding.facts import last_business_day
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.sending import Heard, Mail, send_due
from comptant.rules.reminders import PLAN
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reading_papers import text_of
from tests.reminding import DUE, bank_of, contact, remind, set_plan, states

TWO_WAYS: list[dict[str, Any]] = [
    {"stage_number": 1, "stage": "R2", "offset_days": 3, "channel": "EMAIL"},
    {"stage_number": 1, "stage": "R2", "offset_days": 3, "channel": "CALL"},
    {"stage_number": 2, "stage": "MED", "offset_days": 10, "channel": "REGISTERED"},
]


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE})
    contact(opened, "BETA SA")
    return opened


def plan(world: World, *told: dict[str, Any]) -> None:
    set_plan(world, stages=PLAN.frame([{**one, "least_cents": 0} for one in told]))


def run(world: World, days: int) -> dict[str, int]:
    """The run so many days after the due day: how many it queued, by stage."""
    on = DUE + timedelta(days=days)
    bank_of(world, last_business_day(on))
    return dict(remind(world, on)["by_stage"])


def post(world: World, state: str = "SENT") -> list[Mail]:
    """The mails that leave."""
    seen: list[Mail] = []
    send_due(world.conn, world.asked("anna").at, world.on,
             lambda mail: (seen.append(mail), Heard(state, ""))[1])  # fmt: skip
    return seen


def test_a_mail_leaves_in_the_language_that_its_buyer_has_then(world: World) -> None:
    plan(world, TWO_WAYS[0])
    run(world, 3)
    contact(world, "BETA SA", language="en", email="ap@beta.example")
    assert [(mail.of["email"], mail.of["language"]) for mail in post(world)] == [
        ("ap@beta.example", "en")]  # fmt: skip
    assert world.one("SELECT language FROM reminder") == "en"


def test_a_letter_is_set_in_the_language_that_its_buyer_has_then(world: World) -> None:
    plan(world, TWO_WAYS[0] | {"channel": "LETTER"})
    run(world, 3)
    contact(world, "BETA SA", language="en")
    assert print_reminders(world.conn, world.asked("anna"), contract_id=None)["count"] == 1
    assert world.rows("SELECT r.language, p.language FROM reminder r"
                      " JOIN paper p ON p.subject_id = r.id") == [("en", "en")]  # fmt: skip
    content = world.one("SELECT d.content FROM paper p JOIN document d ON d.digest = p.digest")
    assert "Remittance slip" in text_of(bytes(content))


def test_who_answers_no_call_gets_the_formal_notice(world: World) -> None:
    plan(world, TWO_WAYS[1], TWO_WAYS[2])
    assert [run(world, days) for days in (3, 10)] == [{"R2": 1}, {}]
    call = {"contract_id": world.ids["C-1"], "reminder_id": world.one("SELECT id FROM reminder")}
    record_call(world.conn, world.asked("anna"), outcome="NO_ANSWER", note="", **call)
    assert states(world) == [("R2", "CALL", "WAITING", "NO_ANSWER")]
    # its pace counts from the first try, whatever is tried again
    assert run(world, 14) == {}
    record_call(world.conn, world.asked("anna"), outcome="NO_ANSWER", note="again", **call)
    assert run(world, 17) == {"MED": 1}


@pytest.mark.parametrize("is_told_later", [False, True])
def test_a_mail_that_came_back_is_told_by_letter_though_a_call_waits(
    world: World, is_told_later: bool
) -> None:
    plan(world, *TWO_WAYS)
    assert run(world, 3) == {"R2": 2}
    post(world, "SENT" if is_told_later else "BOUNCED")
    if is_told_later:
        record_bounce(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], said="550",
                      reminder_id=world.one("SELECT id FROM reminder WHERE channel = 'EMAIL'"),
                      )  # fmt: skip
    assert {row[1:3] for row in states(world)} == {
        ("EMAIL", "BOUNCED"), ("CALL", "WAITING"), ("LETTER", "WAITING")}  # fmt: skip
    assert run(world, 4) == {}
    assert print_reminders(world.conn, world.asked("anna"), contract_id=None)["count"] == 1
    assert [run(world, days) for days in (8, 11)] == [{}, {"MED": 1}]


def test_a_mail_that_came_back_with_no_address_leaves_its_call(world: World) -> None:
    contact(world, "BETA SA", postal_address="")
    plan(world, *TWO_WAYS)
    run(world, 3)
    post(world, "BOUNCED")
    assert {row[1:3] for row in states(world)} == {("EMAIL", "BOUNCED"), ("CALL", "WAITING")}
