"""One number, one invoice: a second one of the same number is taken, and financed once the first
has gone or a person has said that both are good."""

from datetime import date
from typing import Any

import polars as pl
import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns, withdrawal
from comptant.operations.assigning.remit import remit_many
from comptant.operations.risk import facts
from comptant.rules.columns import SENT_TO_CONTRACTS
from tests.facts import World, open_world, sent_invoices
from tests.houses import house


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.limit(opened.contract("C-1"), "BETA SA", 20_000_000)
    return opened


def remit(world: World, *lines: dict[str, Any]) -> Answer:
    due_on = date(2026, 3, 16)
    return world.remit(contract_of(world), *({"due_on": due_on, **line} for line in lines))


def held(world: World) -> list[tuple[str, int, str | None, int]]:
    """Number, amount, worst reason and approved part of each invoice, in the order of arrival."""
    return world.conn.execute(
        "SELECT invoice_number, amount_cents, hold, approved_cents FROM invoice ORDER BY id"
    ).fetchall()


def ids(world: World) -> list[int]:
    return [id_ for (id_,) in world.conn.execute("SELECT id FROM invoice ORDER BY id").fetchall()]


def contract_of(world: World) -> int:
    found = world.conn.execute("SELECT id FROM contract WHERE number = 'C-1'").fetchone()
    assert found is not None
    return int(found[0])


def test_a_number_sent_again_for_another_amount_is_not_financed(world: World) -> None:
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    remit(world, {"number": "fa 1", "cents": 2_100_000})
    assert held(world) == [
        ("FA-1", 2_000_000, None, 2_000_000), ("fa 1", 2_100_000, "number_twice", 0),
    ]  # fmt: skip


def test_so_it_is_within_one_file(world: World) -> None:
    remit(world, {"number": "FA-1", "cents": 2_000_000},
                {"number": "FA-1", "cents": 2_100_000},
                {"number": "FA-2", "cents": 100_000})  # fmt: skip
    assert held(world) == [
        ("FA-1", 2_000_000, None, 2_000_000), ("FA-1", 2_100_000, "number_twice", 0),
        ("FA-2", 100_000, None, 100_000),
    ]  # fmt: skip


def test_a_line_refused_for_itself_takes_no_number(world: World) -> None:
    remit(world, {"number": "FA-1", "cents": 2_000_000, "due_on": None},
                {"number": "FA-1", "cents": 2_100_000})  # fmt: skip
    assert held(world) == [("FA-1", 2_100_000, None, 2_100_000)]


def test_the_same_number_of_another_year_is_another_invoice(world: World) -> None:
    remit(world, {"number": "1", "cents": 100_000, "issued_on": date(2025, 12, 28),
                           "due_on": date(2026, 2, 20)})  # fmt: skip
    remit(world, {"number": "1", "cents": 200_000})
    assert [hold for _, _, hold, _ in held(world)] == [None, None]


def test_the_credit_note_of_an_invoice_may_bear_its_number(world: World) -> None:
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    answer = remit(world, {"number": "FA-1", "cents": 100_000, "type_code": "381",
                                    "due_on": None})  # fmt: skip
    assert (answer["credit_notes"], answer["refused"]) == (1, 0)


def test_once_the_first_is_withdrawn_the_second_is_financed(world: World) -> None:
    contract = contract_of(world)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    remit(world, {"number": "FA-1", "cents": 2_100_000})
    remit(world, {"number": "FA-1", "cents": 2_200_000})
    first, second, _ = ids(world)
    for gone, left in ((first, ["number_twice", "number_twice"]), (second, [None])):
        withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=contract,
                            invoice_ids=[gone], reason="sent by mistake")  # fmt: skip
        kept = world.conn.execute(
            "SELECT hold FROM invoice WHERE open_cents > 0 ORDER BY id").fetchall()  # fmt: skip
        assert [hold for (hold,) in kept] == left
    assert held(world)[-1] == ("FA-1", 2_200_000, None, 2_200_000)


def test_a_person_may_say_that_both_are_good(world: World) -> None:
    contract = contract_of(world)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    remit(world, {"number": "FA-1", "cents": 2_100_000})
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
        subject_id=ids(world)[1], name="has_number_twin", value=False, from_on=world.on,
        source="two series of numbers, letter of 15 January",
    )  # fmt: skip
    assert held(world)[1] == ("FA-1", 2_100_000, None, 2_100_000)


def test_what_was_charged_back_is_taken_again_and_not_financed(world: World) -> None:
    contract = contract_of(world)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=ids(world), reason="fraud")  # fmt: skip
    again = remit(world, {"number": "FA-1", "cents": 2_000_000})
    assert (again["repeated"], again["accepted"]) == (True, 1)  # the first answer
    assert len(ids(world)) == 1
    other = remit(world, {"number": "FA-1", "cents": 2_000_000}, {"number": "FA-2", "cents": 100})
    assert (other["accepted"], other["not_fundable"]) == (2, 1)
    assert held(world)[1:] == [
        ("FA-1", 2_000_000, "reassigned_before", 0), ("FA-2", 100, None, 100),
    ]  # fmt: skip
    third = remit(world, {"number": "FA-1", "cents": 2_000_000}, {"number": "FA-3", "cents": 100})
    assert (third["accepted"], third["refused"]) == (1, 1)  # it is ours again
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
        subject_id=ids(world)[1], name="reassigned_before", value=False, from_on=world.on,
        source="the buyer confirms it",
    )  # fmt: skip
    assert held(world)[1] == ("FA-1", 2_000_000, None, 2_000_000)


def test_so_it_is_under_another_contract(world: World) -> None:
    other = world.contract("C-9")
    world.limit(other, "BETA SA", 20_000_000)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract_of(world),
                     invoice_ids=ids(world), reason="dispute")  # fmt: skip
    world.remit(other, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 16)})
    assert held(world)[1] == ("FA-1", 2_000_000, "reassigned_before", 0)


def test_another_amount_does_not_hide_what_was_charged_back(world: World) -> None:
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract_of(world),
                     invoice_ids=ids(world), reason="fraud")  # fmt: skip
    remit(world, {"number": "FA-1", "cents": 2_000_001})
    assert held(world)[1] == ("FA-1", 2_000_001, "reassigned_before", 0)


def test_a_number_is_one_under_all_contracts_of_a_client(world: World) -> None:
    other = world.contract("C-9")
    world.limit(other, "BETA SA", 20_000_000)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    world.remit(other, {"number": "FA-1", "cents": 2_100_000, "due_on": date(2026, 3, 16)})
    assert held(world)[1] == ("FA-1", 2_100_000, "number_twice", 0)


def test_a_twin_under_another_contract_is_financed_once_it_is_alone(world: World) -> None:
    contract, other = contract_of(world), world.contract("C-9")
    world.limit(other, "BETA SA", 20_000_000)
    due_on = date(2026, 3, 16)
    remit(world, {"number": "FA-1", "cents": 2_000_000})
    world.remit(other, {"number": "FA-1", "cents": 2_100_000, "due_on": due_on})
    remit(world, {"number": "FA-1", "cents": 2_200_000})
    first, second, third = ids(world)
    for of, gone, left in (
        (contract, third, [None, "number_twice"]),  # two are left, and the first is financed
        (contract, first, [None]),
    ):
        withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=of, invoice_ids=[gone],
                            reason="sent by mistake")  # fmt: skip
        assert world.rows("SELECT hold FROM invoice WHERE open_cents > 0 ORDER BY id") == [
            (hold,) for hold in left
        ]
    assert held(world)[1] == ("FA-1", 2_100_000, None, 2_100_000)
    assert ids(world)[1] == second


def test_one_slice_of_two_contracts_brings_a_number_once(world: World) -> None:
    first, other = contract_of(world), world.contract("C-9")
    world.limit(other, "BETA SA", 20_000_000)
    due_on = date(2026, 3, 16)
    sent = pl.concat([
        sent_invoices(world.on, {"number": "FA-1", "cents": cents, "due_on": due_on}).with_columns(
            pl.lit(contract, pl.Int64).alias("contract_id"))
        for contract, cents in ((first, 2_000_000), (other, 2_100_000))
    ])  # fmt: skip
    asked = world.asked("alice")
    remit_many(world.conn, asked, sent=sent.select(SENT_TO_CONTRACTS.names), file_name="both.csv",
               received_at=asked.at)  # fmt: skip
    assert [hold for _, _, hold, _ in held(world)] == [None, "number_twice"]
