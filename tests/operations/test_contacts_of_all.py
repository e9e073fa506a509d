"""What a buyer says for all contracts, and an address that bounces, are heard under each."""

from datetime import UTC, datetime, time, timedelta

import psycopg

from comptant.operations.reminding.answers import record_bounce
from comptant.operations.reminding.sending import Heard, send_due
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.operations.test_to_ask import stages
from tests.reminding import DUE, bank_of, contact, remind, set_plan


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes an invoice of C-1 and one of C-2, each to be asked by mail."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE})
    alice, opened.users["alice"] = opened.users["alice"], opened.users["cora"]
    opened.limit(opened.ids["C-2"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C-2"], {"number": "GA-77", "cents": 700_000, "due_on": DUE})
    opened.users["alice"] = alice
    return opened


def plan(world: World, contract: str, days: int) -> None:
    set_plan(world, contract_id=world.ids[contract], stages=stages(("R1", days, "EMAIL")))


def run(world: World, days: int) -> list[tuple[str, str, str]]:
    """A run so many days after the due day: all reminders by then."""
    bank_of(world, DUE + timedelta(days=days - 1))
    remind(world, DUE + timedelta(days=days))
    return world.rows("SELECT k.number, r.channel, r.state FROM reminder r JOIN contract k"
                      " ON k.id = r.contract_id ORDER BY k.number, r.id")  # fmt: skip


def test_an_opt_out_told_for_all_contracts_counts_where_a_contract_has_its_own(
    world: World,
) -> None:
    contact(world, "BETA SA", contract_id=world.ids["C-1"])
    contact(world, "BETA SA", is_email_refused=True)
    plan(world, "C-1", 3)
    plan(world, "C-2", 3)
    assert run(world, 3) == [("C-1", "LETTER", "WAITING"), ("C-2", "LETTER", "WAITING")]


def test_a_contact_told_after_an_opt_out_of_all_contracts_gets_mail(world: World) -> None:
    contact(world, "BETA SA", is_email_refused=True)
    contact(world, "BETA SA", contract_id=world.ids["C-1"])
    plan(world, "C-1", 3)
    plan(world, "C-2", 3)
    assert run(world, 3) == [("C-1", "EMAIL", "WAITING"), ("C-2", "LETTER", "WAITING")]


def bounced(world: World) -> None:
    """The mail of C-1 has come back."""
    contact(world, "BETA SA")
    plan(world, "C-1", 3)
    plan(world, "C-2", 10)
    assert run(world, 3) == [("C-1", "EMAIL", "WAITING")]
    send_due(world.conn, datetime.combine(world.on, time(12), UTC), world.on,
             lambda _: Heard("SENT"))  # fmt: skip
    mail = world.one("SELECT id FROM reminder")
    record_bounce(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reminder_id=mail,
                  said="550 no such user")  # fmt: skip


def test_an_address_that_bounced_gets_no_mail_of_another_contract(world: World) -> None:
    bounced(world)
    assert run(world, 10)[-1] == ("C-2", "LETTER", "WAITING")


def test_an_address_told_anew_after_it_bounced_gets_mail_again(world: World) -> None:
    bounced(world)
    contact(world, "BETA SA", email="Compta@beta.example")
    assert run(world, 10)[-1] == ("C-2", "EMAIL", "WAITING")
