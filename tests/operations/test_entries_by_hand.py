"""No entry by hand, and no reversal, puts books into a state that a night or a client's page cannot
read; and what older entries have left there stops neither."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing import manual
from comptant.operations.closing.books_proof import contradictions, contradictions_of_house
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FUND = 100_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def sold(world: World, **terms: Any) -> int:
    """A contract with one invoice of 10 000.00."""
    contract = world.contract(fee_ppm=0, is_interest_reserved=False, **terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "X-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)})
    return contract


def entry(world: World, contract: int, lines: dict[str, int]) -> Answer:
    return manual.propose_entry(
        world.conn, world.asked("aron"), contract_id=contract, lines=lines, value_on=world.on,
        reason="by letter",
    )  # fmt: skip


def reverse(world: World, contract: int, entry_id: int) -> Answer:
    return manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                   entry_id=entry_id, reason="slip")  # fmt: skip


def test_no_entry_takes_more_from_the_fund_than_it_holds(world: World) -> None:
    contract = sold(world, fund_ppm=100_000)
    with refused(world.conn, "fund_below_zero", amount_cents=FUND + 1, fund_balance_cents=FUND):
        entry(world, contract, {"FDG": FUND + 1, "CCA": -FUND - 1})
    first = entry(world, contract, {"FDG": FUND, "CCA": -FUND})
    second = entry(world, contract, {"FDG": 1, "CCA": -1})
    world.approve(first, "ada")
    assert world.balance(contract, "FDG") == 0
    with refused(world.conn, "fund_below_zero", amount_cents=1, fund_balance_cents=0):
        world.approve(second, "ada")
    world.approve(entry(world, contract, {"FDG": -FUND, "CCA": FUND}), "ada")
    assert world.balance(contract, "FDG") == -FUND
    world.close()


def test_a_levy_is_not_reversed_once_the_fund_is_given_back(world: World) -> None:
    contract = sold(world, fund_ppm=100_000)
    levy = world.one("SELECT id FROM entry WHERE contract_id = %s AND event = 'fund_levy'",
                     contract)  # fmt: skip
    waits = reverse(world, contract, levy)
    world.bank({"cents": 1_000_000, "text": "X-1", "payer_name": "BETA SA"})
    assert world.balance(contract, "FDG") == 0
    for act in (lambda: reverse(world, contract, levy), lambda: world.approve(waits, "ada")):
        with refused(world.conn, "fund_below_zero", amount_cents=FUND, fund_balance_cents=0):
            act()
    world.close()


@pytest.mark.parametrize("terms", [{}, {"fund_ppm": 100_000}])
def test_a_fund_below_zero_of_before_frees_nothing_and_stops_no_night(
    world: World, terms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = sold(world, **terms)
    before, fund = world.available(contract), -world.balance(contract, "FDG")
    monkeypatch.setattr(manual, "_check_fund", lambda *_: None)
    booked = world.approve(entry(world, contract, {"FDG": fund + 100, "CCA": -fund - 100}), "ada")
    monkeypatch.undo()
    assert world.balance(contract, "FDG") == 100
    assert world.available(contract) == before
    world.draw(contract, 1_000)
    world.close()
    world.approve(reverse(world, contract, booked["entry_id"]), "ada")
    assert world.available(contract) == before - 1_000
    world.close()


@pytest.mark.parametrize("account", ["ORD", "PEN", "SUSP", "LINK"])
def test_what_orders_and_the_bank_tell_is_not_open_to_hand(world: World, account: str) -> None:
    contract = sold(world)
    with refused(world.conn, "account_not_by_hand", account=account):
        entry(world, contract, {account: 100, "CCA": -100})


@pytest.mark.parametrize(("account", "compared"), [
    ("ORD", ("advances on orders", "ledger balance ORD")),
    ("PEN", ("movements PEN", "ledger balance PEN")),
])  # fmt: skip
def test_an_entry_of_before_is_told_and_reversed_and_stops_no_night(
    world: World, connect_to: Callable[[str], psycopg.Connection], monkeypatch: pytest.MonkeyPatch,
    account: str, compared: tuple[str, str],
) -> None:  # fmt: skip
    contract = sold(world)
    with monkeypatch.context() as before:
        before.setattr(manual, "OPEN_TO_HAND", (*manual.OPEN_TO_HAND, account))
        booked = world.approve(entry(world, contract, {account: 100, "CCA": -100}), "ada")
        waits = entry(world, contract, {account: 100, "CCA": -100})
    with refused(world.conn, "account_not_by_hand", account=account):
        world.approve(waits, "ada")
    world.close()
    auditor = connect_to("comptant_auditor")
    number = world.one("SELECT number FROM contract WHERE id = %s", contract)
    assert contradictions_of_house(auditor) == [{
        "contract_number": number, "currency": "EUR", "what": compared[0],
        "left_cents": 0, "against": compared[1], "right_cents": 100}]  # fmt: skip
    world.approve(reverse(world, contract, booked["entry_id"]), "ada")
    auditor.rollback()
    assert contradictions_of_house(auditor) == []
    world.close()


def test_no_account_that_is_open_to_hand_is_one_that_the_night_proves(world: World) -> None:
    contract = sold(world, fund_ppm=100_000)
    for account in manual.OPEN_TO_HAND:
        for home, against in ((contract, "CCA"), (world.house, "DIFF")):
            if account != against:
                world.approve(entry(world, home, {account: -100, against: 100}), "ada")
    world.close()
    assert contradictions(world.conn, [contract], whole=True) == []
