"""The last lawful due date as remittances meet it: I-18, EL-06, with the facts that people tell."""

from datetime import date

import psycopg
import pytest

from comptant.operations.registry import parties
from comptant.operations.risk import facts
from tests.facts import World, open_world

PUBLIC = "130005481"
ISSUED_ON = date(2026, 1, 15)


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World) -> int:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    return contract


def tell(world: World, contract: int, subject: str, id_: int, name: str, value: object) -> None:
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject=subject, subject_id=id_,
        name=name, value=value, from_on=world.on, source="test",
    )  # fmt: skip


def holds(world: World) -> dict[str, str | None]:
    return dict(world.rows("SELECT invoice_number, hold FROM invoice ORDER BY id"))


def line(number: str, due_on: date, **more: object) -> dict[str, object]:
    return {"number": number, "cents": 100_000, "issued_on": ISSUED_ON, "due_on": due_on, **more}


@pytest.mark.parametrize(
    ("regime", "last_on"),
    [
        ("FREIGHT", date(2026, 2, 14)),
        ("PERISHABLE_FOOD", date(2026, 2, 19)),
        ("PERIODIC", date(2026, 3, 1)),
        ("NET", date(2026, 3, 16)),
    ],
)
def test_the_regime_told_of_a_buyer_holds_what_is_due_later(
    world: World, regime: str, last_on: date
) -> None:
    contract = opened(world)
    late_on = date.fromordinal(last_on.toordinal() + 1)
    world.remit(contract, line("FA-1", last_on), line("FA-2", late_on))
    assert holds(world) == {"FA-1": None, "FA-2": None}
    tell(world, contract, "BUYER", world.ids["BETA SA"], "payment_regime", regime)
    assert holds(world) == {"FA-1": None, "FA-2": "term_too_long"}
    world.remit(contract, line("FA-3", last_on), line("FA-4", late_on))
    assert holds(world) == {
        "FA-1": None, "FA-2": "term_too_long", "FA-3": None, "FA-4": "term_too_long",
    }  # fmt: skip


def test_a_public_buyer_pays_in_thirty_days_unless_it_is_a_hospital(world: World) -> None:
    contract = world.contract()
    buyer = world.ids["MAIRIE"] = parties.add_party(
        world.conn, world.asked("anna"), kind="PUBLIC", name="MAIRIE", country="FR",
        numbers={"siren": PUBLIC},
    )["party_id"]  # fmt: skip
    world.limit(contract, "MAIRIE", 5_000_000)
    tell(world, contract, "BUYER", buyer, "is_public_notified", True)
    of = {"buyer": "MAIRIE", "buyer_siren": PUBLIC}
    world.remit(
        contract, line("FA-1", date(2026, 2, 14), **of), line("FA-2", date(2026, 2, 15), **of),
        line("FA-3", date(2026, 3, 7), **of),
    )  # fmt: skip
    assert holds(world) == {"FA-1": None, "FA-2": "term_too_long", "FA-3": "term_too_long"}
    tell(world, contract, "BUYER", buyer, "payment_regime", "PUBLIC_HOSPITAL")
    assert holds(world) == {"FA-1": None, "FA-2": None, "FA-3": "term_too_long"}


def test_a_delivery_date_moves_what_is_counted_from_it(world: World) -> None:
    contract = opened(world)
    world.remit(contract, line("FA-1", date(2026, 2, 4)))
    invoice = world.one("SELECT id FROM invoice")
    tell(world, contract, "INVOICE", invoice, "payment_regime", "FRESH_MEAT")
    assert holds(world) == {"FA-1": None}
    tell(world, contract, "INVOICE", invoice, "delivered_on", "2026-01-10")
    assert holds(world) == {"FA-1": "term_too_long"}


def test_what_only_one_reading_allows_is_accepted_and_told(world: World) -> None:
    contract = opened(world)
    answer = world.remit(
        contract, line("FA-1", date(2026, 3, 17)), line("FA-2", date(2026, 3, 18)),
        line("FA-3", date(2026, 3, 31)), line("FA-4", date(2026, 4, 1)),
    )  # fmt: skip
    assert answer["terms_warned"] == ["FA-2", "FA-3"]
    assert holds(world) == {"FA-1": None, "FA-2": None, "FA-3": None, "FA-4": "term_too_long"}
    tell(world, contract, "BUYER", world.ids["BETA SA"], "payment_regime", "EOM_THEN_DAYS")
    assert [number for number, hold in holds(world).items() if hold] == ["FA-2", "FA-3", "FA-4"]
