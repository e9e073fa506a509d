"""What a caller may get wrong, one refusal each: told by its code, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import outbox
from comptant.operations.banking import bank, collected, unpaid
from comptant.operations.closing import close, manual
from comptant.operations.collection import cash, instruments
from comptant.operations.drawing import client_money, payments, releases
from comptant.operations.registry import contracting, mandates, own_accounts, parties, people
from comptant.operations.risk import facts, groups
from tests.cast import OTHER_IBAN
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import assigned, bill, cheque, remit
from tests.traces import refused

Wrong = Callable[[World, int], Any]
NOBODY = 999_999


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def amended_before_it_began(world: World, contract: int) -> Any:
    return world.amend(contract, {"fee_ppm": 1}, from_on=date(2026, 1, 15))


def refunded_to_nobody(world: World, contract: int) -> Any:
    return client_money.refund(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=unnamed(world),
        amount_cents=None, payee_account_id=NOBODY,
    )  # fmt: skip


def unnamed(world: World) -> int:
    """A payment that waits on the contract, nobody knows from which buyer."""
    found = world.one("SELECT id FROM payment WHERE buyer_id = 0 AND contract_id <> %s",
                      world.house)  # fmt: skip
    return int(found)


def settled_of_no_collection(world: World, contract: int) -> Any:
    return collected.settle_collection(
        world.conn, world.asked("tania"), collection_id=NOBODY, instrument_ids=[],
        payment_id=world.one("SELECT id FROM payment WHERE contract_id = %s", world.house),
    )  # fmt: skip


def reversed_of_nothing(world: World, contract: int) -> Any:
    return manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=contract, entry_id=NOBODY, reason="mistake"
    )


def grouped_in_a_company(world: World, contract: int) -> Any:
    return groups.add_group_member(
        world.conn, world.asked("anna"), group_id=world.ids["BETA SA"],
        party_id=world.ids["GAMMA SA"], from_on=date(2026, 1, 16), is_member=True, source="test",
    )  # fmt: skip


def cancelled_of_nothing(world: World, contract: int) -> Any:
    return instruments.cancel_instrument(
        world.conn, world.asked("anna"), contract_id=contract, instrument_id=NOBODY, reason="lost"
    )


def asked_without_key(world: World, contract: int) -> Any:
    return payments.draw(
        world.conn, replace(world.asked("alice"), key=""), contract_id=contract,
        amount_cents=100, payee_account_id=None,
    )  # fmt: skip


def authority_over_nothing(world: World, contract: int) -> Any:
    return people.set_authority(
        world.conn, world.asked("ada"), role="treasurer", kind="weather", most_cents=1,
        from_on=world.on, source="test",
    )  # fmt: skip


def mandate_revoked_of_nobody(world: World, contract: int) -> Any:
    return mandates.revoke_mandate(
        world.conn, world.asked("anna"), mandate_id=NOBODY, reason="closed"
    )


def month_before_any_day(world: World, contract: int) -> Any:
    return close.close_period(world.conn, world.asked("aron"), month_on=date(2026, 1, 1))


def nothing_allocated(world: World, contract: int) -> Any:
    return cash.allocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=unnamed(world),
        invoices={},
    )  # fmt: skip


def sent_of_nothing(world: World, contract: int) -> Any:
    return outbox.mark_sent(
        world.conn, world.asked("anna"), outbox_id=NOBODY, outcome="SENT", proof="RAR 1"
    )


def sent_without_proof(world: World, contract: int) -> Any:
    return outbox.mark_sent(
        world.conn, world.asked("anna"), outbox_id=NOBODY, outcome="SENT", proof=""
    )


def drawn_to_one_of_two(world: World, contract: int) -> Any:
    return payments.draw(
        world.conn, world.asked("alice"), contract_id=contract, amount_cents=100,
        payee_account_id=None,
    )  # fmt: skip


def slice_closed_first_as_second(world: World, contract: int) -> Any:
    return close.close_slice(world.conn, world.asked("aron"), number=2, contract_ids=[contract])


def slice_closed_of_another_house(world: World, contract: int) -> Any:
    return close.close_slice(world.conn, world.asked("aron"), number=1, contract_ids=[NOBODY])


def slice_booked_of_nothing(world: World, contract: int) -> Any:
    return bank.bank_slice(world.conn, world.asked("tania"), act_id=NOBODY, number=2)


def opened(world: World, **said: Any) -> Any:
    """An account of ours, in which something is wrong."""
    return own_accounts.add_own_account(world.conn, world.asked("ada"), **{
        "iban": OTHER_IBAN, "bic": "BNPAFRPPXXX", "name": "X", "currency": "EUR",
        "books_from": "camt.053", "parent_iban": None, "contract_id": 0, "buyer_id": 0,
    } | said)  # fmt: skip


def booked_by_nothing(world: World, contract: int) -> Any:
    return opened(world, books_from="")


def opened_for_no_contract(world: World, contract: int) -> Any:
    return opened(world, contract_id=NOBODY)


def opened_for_no_buyer(world: World, contract: int) -> Any:
    return opened(world, buyer_id=NOBODY)


def of_no_scheme(world: World, contract: int) -> Any:
    return parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="X",
                             country="FR", numbers={"SIREN": "443061841"})  # fmt: skip


WRONG: dict[str, tuple[Wrong, ...]] = {
    "before_the_contract": (amended_before_it_began,),
    "books_from_wrong": (booked_by_nothing,),
    "buyer_unnamed": (refunded_to_nobody,),
    "collection_unknown": (settled_of_no_collection,),
    "contract_unknown": (opened_for_no_contract,),
    "entry_unknown": (reversed_of_nothing,),
    "group_unknown": (grouped_in_a_company,),
    "instrument_unknown": (cancelled_of_nothing,),
    "key_wrong": (asked_without_key,),
    "kind_unknown": (authority_over_nothing,),
    "mandate_unknown": (mandate_revoked_of_nobody,),
    "no_day_closed": (month_before_any_day,),
    "nothing_to_allocate": (nothing_allocated,),
    "outbox_unknown": (sent_of_nothing,),
    "party_unknown": (opened_for_no_buyer,),
    "payee_to_choose": (drawn_to_one_of_two,),
    "proof_missing": (sent_without_proof,),
    "scheme_unknown": (of_no_scheme,),
    "slice_unknown": (slice_booked_of_nothing,),
    "slice_out_of_turn": (slice_closed_first_as_second, slice_closed_of_another_house),
}


@pytest.mark.parametrize("code", WRONG)
def test_it_is_refused_and_leaves_no_trace(world: World, code: str) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)})
    # An account for this contract alone: what comes there is its, of whichever buyer.
    iban = "FR7630006000010000000000152"
    world.own_account(iban, contract_id=contract)
    world.bank({"cents": 500, "text": "SANS NUMERO"}, iban=iban)
    world.bank({"cents": 700, "text": "SANS NUMERO"})
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))  # fmt: skip
    for wrong in WRONG[code]:
        with refused(world.conn, code):
            wrong(world, contract)


def test_a_key_has_its_length(world: World) -> None:
    for key in ("", "k" * 201):
        with refused(world.conn, "key_wrong", most=200):
            facts.propose_rate(
                world.conn, replace(world.asked("tania"), key=key), index_name="ESTR",
                fixing_on=world.on, rate_ppm=1, source="ECB",
            )  # fmt: skip


def test_a_list_too_long_for_one_act_is_refused_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = world.contract()
    rows = [
        {"contract_id": contract, "wanted_cents": 1, "payee_account_id": None},
        {"contract_id": NOBODY, "wanted_cents": 1, "payee_account_id": None},
    ]
    monkeypatch.setattr(payments, "DRAWS_MAX", 1)
    with refused(world.conn, "too_many_contracts", contracts=2, most=1):
        payments.draw_many(world.conn, world.asked("anna"), wanted=payments.DRAWS.frame(rows))
    monkeypatch.setattr(releases, "RELEASES_MAX", 1)
    with refused(world.conn, "too_many_orders", orders=2, most=1):
        releases.release_many(world.conn, world.asked("tania"), order_ids=[1, 2])


def test_bills_and_debits_are_in_euros(world: World) -> None:
    dollars = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="USD-1",
        currency="USD", from_on=world.on,
        terms={"fee_ppm": 6_000, "margin_ppm": 16_000, "standing_consent": "2026-01",
               "reference_index": "FIXED", "concentration_ppm": 400_000},
    )  # fmt: skip
    world.remit(dollars["contract_id"], {"number": "FA-1", "cents": 1_000, "currency": "USD",
                                         "due_on": date(2026, 3, 1)})  # fmt: skip
    with refused(world.conn, "currency_not_sepa", currency="USD"):
        bill(world, dollars["contract_id"], 1_000, date(2026, 2, 27))


def test_a_debit_of_the_bank_is_no_return_of_what_it_has_not_settled(world: World) -> None:
    contract = assigned(world)
    entered = cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.bank({"cents": -1_200_000, "text": "IMPAYE"})
    (movement,) = world.rows("SELECT id FROM bank_movement")
    with refused(world.conn, "instrument_not_settled", instrument_id=entered["instrument_id"]):
        unpaid.return_instrument(
            world.conn, world.asked("tania"), contract_id=contract,
            instrument_id=entered["instrument_id"], reason="AM04", movement_id=movement[0],
        )  # fmt: skip
