"""Currencies at the month-end: what rates have done to the books of a contract in dollars."""

from datetime import date

import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.books import exchange
from comptant.operations.paying import payout
from tests.dollars import (
    COLLECTION,
    DOLLAR_IBAN,
    LATER,
    MONTH_END,
    PAID_ON,
    open_dollars,
    sold_and_advanced,
    tell,
)
from tests.facts import World
from tests.houses import house
from tests.traces import contents


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    return open_dollars(writer)


def revalue(world: World) -> Answer:
    return exchange.revalue(world.conn, world.asked("aron"), contract_id=world.ids["dollars"])


def test_what_rates_do_by_the_month_end_is_booked_by_the_close(world: World) -> None:
    """W7-5 and W8-J: the receivable -1,421.80, what finances it 1,208.52, what is due 213.26."""
    sold_and_advanced(world)
    sent = payout.payout(world.conn, world.asked("tania"),
                         own_account_id=world.ids["dollar bank"], execute_on=None)  # fmt: skip
    assert (sent["count"], sent["total_cents"]) == (1, 8_500_000)
    reference = world.one("SELECT end_to_end_reference FROM payment_order")
    world.take(*world.statement({"cents": -8_500_000, "end_to_end_reference": reference},
                                iban=DOLLAR_IBAN, currency="USD"))  # fmt: skip
    tell(world, date(2026, 1, 30), LATER)
    report = world.close(MONTH_END)
    assert report["revalued"] == [{"currency": "USD", "exchange_cents": -2}]
    assert report["to_look_at"]["unrevalued"] == []
    assert world.rows(
        "SELECT account, balance_cents, euro_cents, amount_cents, revalued_on FROM revaluation"
        " ORDER BY account"
    ) == [
        ("BNK", -8_500_000, -7_713_249, 120_852, MONTH_END),
        ("CCA", -1_500_000, -1_361_162, 21_326, MONTH_END),
        ("DEB", 10_000_000, 9_074_410, -142_180, MONTH_END),
        ("TRAN", 0, 0, 0, MONTH_END),
    ]  # fmt: skip
    assert world.rows(
        "SELECT p.account, p.currency, p.amount_cents FROM posting p JOIN entry e"
        " ON e.contract_id = p.contract_id AND e.id = p.entry_id"
        " WHERE e.event = 'exchange_loss' ORDER BY p.account"
    ) == [("FXL", "EUR", 2), ("FXP", "EUR", -2)]


def test_what_came_since_is_booked_the_next_time(world: World) -> None:
    """W7-5: 747.21 more by the day of the collection, -674.59 in all; the debt to pay is gone."""
    sold_and_advanced(world)
    tell(world, date(2026, 1, 30), LATER)
    world.close(MONTH_END)
    world.on = PAID_ON
    tell(world, PAID_ON, COLLECTION)
    world.take(*world.statement({"cents": 10_000_000, "text": "FA-1"}, iban=DOLLAR_IBAN,
                                currency="USD"))  # fmt: skip
    told = {row["account"]: row["exchange_cents"] for row in revalue(world)["accounts"]}
    assert told["DEB"] == 74_721
    assert world.one("SELECT sum(amount_cents) FROM revaluation WHERE account = 'DEB'") == -67_459
    again = revalue(world)
    assert again["exchange_cents"] == 0
    assert {row["exchange_cents"] for row in again["accounts"]} == {0}


def test_results_keep_the_rate_of_their_day(world: World) -> None:
    contract_id = world.ids["dollars"]
    world.amend(contract_id, {"fee_billing": "AT_ASSIGNMENT", "fee_ppm": 6_000})
    sold_and_advanced(world, 8_000_000)
    assert world.balance(contract_id, "FEE") == -60_000
    assert {row["account"] for row in revalue(world)["accounts"]} == {"CCA", "DEB", "TRAN", "VATC"}


def test_a_contract_in_euro_has_nothing_to_revalue(world: World) -> None:
    contract_id = world.contract()
    before = contents(world.conn)
    with pytest.raises(Refused, match="nothing_to_revalue"):
        exchange.revalue(world.conn, world.asked("aron"), contract_id=contract_id)
    assert contents(world.conn) == before


def test_a_rate_that_nobody_told_is_not_supposed(world: World) -> None:
    sold_and_advanced(world)
    world.on = MONTH_END
    before = contents(world.conn)
    with pytest.raises(Refused) as found:
        revalue(world)
    assert (found.value.code, found.value.facts["index_name"]) == ("value_missing_on", "EUR_USD")
    assert contents(world.conn) == before


def test_a_close_without_the_rate_goes_on_and_says_so(world: World) -> None:
    sold_and_advanced(world)
    report = world.close(MONTH_END)
    assert (report["revalued"], report["to_look_at"]["unrevalued"]) == ([], ["C-USD"])
    tell(world, date(2026, 2, 1), LATER)
    report = world.close(date(2026, 2, 1))
    assert report["to_look_at"]["unrevalued"] == []
    assert report["revalued"] == [{"currency": "USD", "exchange_cents": -2}]
    assert world.close(date(2026, 2, 2))["revalued"] == []
