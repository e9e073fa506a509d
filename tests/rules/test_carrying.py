"""What buyers and invoices carry of each bar sums to the bar, cent for cent."""

import random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import W3_BUYERS, W3_CONTRACT, contracts, exposures, portfolio

from comptant.rules.availability import waterfall
from comptant.rules.carrying import ITEMS, OF_ROW, by_buyer, by_item
from comptant.rules.columns import c
from comptant.rules.explanation import parts

NO_INELIGIBLE = pl.DataFrame(schema={
    "contract_id": pl.Int64, "buyer_id": pl.Int64, "invoice_id": pl.Int64, "hold": pl.String,
    "ineligible_cents": pl.Int64})  # fmt: skip


def item(item_id: int, buyer_id: int, **amounts: object) -> dict[str, object]:
    return {"contract_id": 1, "buyer_id": buyer_id, "item_kind": "INVOICE", "item_id": item_id,
            "advance_class": "STANDARD", "ineligible_cents": 0, "reduction_cents": 0,
            "approved_cents": 0, **amounts}  # fmt: skip


def carried(rows: list[dict[str, object]], terms: dict[str, object], *items: dict[str, object],
            part: str) -> list[tuple[int, int]]:  # fmt: skip
    """(item, amount) of a part."""
    told = by_item(*waterfall(exposures(*rows), contracts(terms)), ITEMS.frame(items))
    return told.filter(c.part == part).select("item_id", "amount_cents").rows()


def test_w3_1_is_laid_on_its_buyers() -> None:
    told = by_buyer(*waterfall(exposures(*W3_BUYERS), contracts(W3_CONTRACT)))
    assert told.filter(c.part == "retained").select("buyer_id", "amount_cents").rows() == [
        (1, 10_000_00), (2, 3_625_08), (3, 11_450_03)]  # fmt: skip
    assert told.filter(c.part == "assigned")["amount_cents"].sum() == 360_356_84


def test_a_limit_is_exceeded_by_the_invoices_it_did_not_approve() -> None:
    items = [
        item(1, 1, open_cents=60_00, approved_cents=60_00),
        item(2, 1, open_cents=70_00, approved_cents=40_00),
        item(3, 1, open_cents=30_00),
    ]
    rows = [{"outstanding_cents": 160_00, "approved_cents": 100_00}]
    assert carried(rows, {}, *items, part="over_limit") == [(2, 30_00), (3, 30_00)]


def test_a_concentration_takes_the_newest_first_and_their_share_is_no_longer_retained() -> None:
    items = [
        item(1, 1, open_cents=60_00, approved_cents=60_00),
        item(2, 1, open_cents=40_00, approved_cents=40_00),
    ]
    rows = [
        {"outstanding_cents": 100_00, "approved_cents": 100_00},
        {"buyer_id": 2, "outstanding_cents": 100_00, "approved_cents": 100_00},
    ]
    assert carried(rows, {"concentration_ppm": 300_000}, *items, part="concentration") == [
        (2, 40_00)
    ]
    assert carried(rows, {"concentration_ppm": 300_000}, *items, part="retained") == [(1, 6_00)]


def test_money_beyond_what_a_buyer_owes_is_told_beside_what_it_lowered() -> None:
    items = [
        item(1, 1, open_cents=100_00, reduction_cents=100_00),
        item(2, 1, item_kind="PAYMENT", open_cents=150_00),
    ]
    rows = [
        {"outstanding_cents": 100_00, "reduction_cents": 100_00, "unallocated_cash_cents": 150_00}
    ]
    assert carried(rows, {}, *items, part="credit_not_needed") == [(1, 100_00), (2, -150_00)]
    assert carried(rows, {}, *items, part="owed_to_buyers") == [(1, -100_00), (2, 150_00)]


def pieces(cents: int, count: int, chance: random.Random) -> list[int]:
    """An amount in so many parts."""
    cuts = sorted(chance.randint(0, cents) for _ in range(count - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, cents], strict=True)]


def items_of(row: dict[str, object], first: int, chance: random.Random) -> list[dict[str, object]]:
    """Invoices, a credit note and a payment that make the sums of an exposure."""
    of = {"contract_id": row["contract_id"], "buyer_id": row["buyer_id"],
          "advance_class": row["advance_class"]}  # fmt: skip
    names = ("ineligible_cents", "reduction_cents", "approved_cents")
    over = row["outstanding_cents"] - sum(row[name] for name in names)  # type: ignore[operator]
    cut = {name: pieces(row[name], 3, chance) for name in names}  # type: ignore[arg-type]
    made = [
        {**of, "item_kind": "INVOICE", "item_id": first + number,
         **{name: cut[name][number] for name in names},
         "open_cents": left + sum(cut[name][number] for name in names)}
        for number, left in enumerate(pieces(over, 3, chance))
    ]  # fmt: skip
    none = dict.fromkeys(names, 0)
    for number, (kind, name) in enumerate((("CREDIT_NOTE", "unapplied_credit_cents"),
                                           ("PAYMENT", "unallocated_cash_cents"))):  # fmt: skip
        made.append({**of, **none, "item_kind": kind, "item_id": first + 3 + number,
                     "open_cents": row.get(name, 0)})  # fmt: skip
    return made


@settings(max_examples=60, deadline=None)
@given(portfolio(), st.randoms(use_true_random=False))
def test_invoices_sum_to_their_buyer_and_buyers_to_the_bar(
    given_: tuple[list[dict[str, object]], list[dict[str, object]]], chance: random.Random
) -> None:
    rows, terms = given_
    decided = waterfall(exposures(*rows), contracts(*terms))
    of_buyers = by_buyer(*decided)
    for row in decided[1].rows(named=True):
        of = of_buyers.filter(c.contract_id == row["contract_id"])
        sums = dict(of.group_by("part").agg(c.amount_cents.sum()).iter_rows())
        for part, name in (("assigned", "outstanding_cents"), ("retained", "retained_cents"),
                           ("owed_to_buyers", "owed_to_buyers_cents"),
                           ("concentration", "concentration_cents"),
                           ("contra", "contra_reserve_cents")):  # fmt: skip
            assert sums.get(part, 0) == row[name], part
    for (contract_id, buyer_id), of in of_buyers.group_by(
        "contract_id", "buyer_id", maintain_order=True
    ):
        made = [one for number, row in enumerate(rows)
                if (row["contract_id"], row["buyer_id"]) == (contract_id, buyer_id)
                for one in items_of(row, 10 * number, chance)]  # fmt: skip
        told = by_item(*decided, ITEMS.frame(made))
        sums = dict(told.group_by("part").agg(c.amount_cents.sum()).iter_rows())
        whole = dict(of.select("part", "amount_cents").iter_rows())
        assert {part: sums.get(part, 0) for part in OF_ROW} == {
            part: whole.get(part, 0) for part in OF_ROW}  # fmt: skip


def test_the_parts_of_buyers_are_those_of_the_explanation() -> None:
    rows = [{"outstanding_cents": 160_00, "approved_cents": 100_00, "set_off_cents": 3_00}]
    decided = waterfall(exposures(*rows), contracts({}))
    told = parts(*decided, NO_INELIGIBLE)
    for part, buyer_id, cents in told.filter(c.buyer_id.is_not_null()).select(
            "part", "buyer_id", "amount_cents").iter_rows():  # fmt: skip
        (found,) = by_buyer(*decided).filter((c.part == part) & (c.buyer_id == buyer_id)).rows()
        assert found[-1] == cents
