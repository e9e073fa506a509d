"""The indemnity for paying late is 40 euros, in whatever currency the invoice is."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.registry import contracting
from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.operations.risk import limits
from comptant.rules.penalties import INDEX
from tests.dollars import open_dollars, tell
from tests.facts import SEED_TERMS, World, open_world

DUE = date(2026, 1, 20)


def late(world: World, contract_id: int, currency: str, due_on: date = DUE) -> None:
    """An invoice that is late on 20 February."""
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.remit(contract_id, {"number": "FA-1", "cents": 1_000_000, "currency": currency,
                              "due_on": due_on})  # fmt: skip
    world.on = date(2026, 2, 20)


def claim(world: World, contract_id: int) -> Answer:
    return claim_penalties(world.conn, world.asked("anna"), contract_id=contract_id,
                           buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip


def test_forty_euros_of_a_dollar_invoice_are_their_worth_on_its_first_day_late(
    writer: psycopg.Connection,
) -> None:
    world = open_dollars(writer)
    late(world, world.ids["dollars"], "USD")
    on, world.on = world.on, date(2026, 1, 21)
    tell(world, world.on, 1_085_000)
    world.on = on
    (made,) = claim(world, world.ids["dollars"])["penalties"]
    assert (made["indemnity_cents"], made["currency"]) == (4_340, "USD")


def test_without_a_rate_it_is_refused_with_what_is_missing_and_without_a_trace(
    writer: psycopg.Connection,
) -> None:
    world = open_dollars(writer)
    late(world, world.ids["dollars"], "USD", date(2026, 2, 9))
    with pytest.raises(Refused) as refused:
        claim(world, world.ids["dollars"])
    assert refused.value.code == "late_rate_missing"
    assert refused.value.facts == {"rate_index": "EUR_USD", "fixing_on": date(2026, 2, 10)}
    assert world.rows("SELECT id FROM penalty") == []


def test_forty_euros_of_a_yen_invoice_are_whole_yen(writer: psycopg.Connection) -> None:
    world = open_world(writer, date(2026, 1, 16))
    world.rate("FIXED", 0, world.on)
    tell(world, world.on, 160_000_000, "EUR_JPY")
    world.ids["yen bank"] = world.own_account("FR7630004000031234567890143", currency="JPY")
    opened = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="C-J",
        currency="JPY", from_on=world.on,
        terms={**SEED_TERMS, "reference_index": "FIXED", "margin_ppm": 0},
    )  # fmt: skip
    if opened["approval_id"]:
        world.approve(opened, "ada")
    contract_id = opened["contract_id"]
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract_id,
        party_id=world.ids["BETA SA"], amount_cents=10_000_000, currency="JPY",
        from_on=world.on, source="test"), "ada")  # fmt: skip
    late(world, contract_id, "JPY")
    (made,) = claim(world, contract_id)["penalties"]
    assert (made["indemnity_cents"], made["currency"]) == (6_400, "JPY")
