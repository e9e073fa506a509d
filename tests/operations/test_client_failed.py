"""A client that fails while its buyer does not pay: connected debts set off, its guarantor called,
the rest impaired, then lost by two people, to the last euro in both parties' books."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.collection import unknown_money
from comptant.operations.drawing import recourse
from comptant.operations.drawing.client_impairing import impair_client
from comptant.operations.registry import partners
from tests.claims import CENTS, FACTOR_NO_FEE, books, clients_books, lines, proved, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import PUBLISHED_ON, record, took, undoing
from tests.traces import refused

OWED = 4_500_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 given back by C-1, 45 000.00 owed; FA-9 of 20 000.00 available on C-2; the client and
    then nobody else fails."""
    made = open_world(writer)
    contract = sold(made)
    made.ids["C-2"] = made.contract("C-2", **FACTOR_NO_FEE)
    made.limit(made.ids["C-2"], "DELTA SARL", CENTS)
    made.remit(made.ids["C-2"], {"number": "FA-9", "cents": 2_000_000, "buyer": "DELTA SARL",
                                 "due_on": date(2026, 3, 15)})  # fmt: skip
    partners.set_partner(made.conn, made.asked("anna"), contract_id=contract,
                         party_id=made.ids["DELTA SARL"], role="guarantor", is_granted=True,
                         amount_cents=1_000_000, source="deed")  # fmt: skip
    made.on = PUBLISHED_ON
    returns.reassign(made.conn, made.asked("anna"), contract_id=contract,
                     invoice_ids=[made.ids["FA-1"]], reason="BREACH")  # fmt: skip
    return made


def impaired(world: World, cents: int | None = None, reference: str = "committee") -> Answer:
    return impair_client(world.conn, world.asked("aron"), contract_id=world.ids["C-1"],
                         amount_cents=cents, reference=reference)  # fmt: skip


def set_off(world: World) -> Answer:
    return recourse.propose_set_off(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        from_contract_id=world.ids["C-2"], amount_cents=None, reason="connected, L622-7",
    )  # fmt: skip


def paid_by_guarantor(world: World, cents: int) -> None:
    given: dict[str, Any] = {"contract_id": world.ids["C-1"],
                             "party_id": world.ids["DELTA SARL"]}  # fmt: skip
    recourse.call_guarantor(world.conn, world.asked("anna"), **given, amount_cents=None,
                            step_on=world.on, reference="letter")  # fmt: skip
    world.bank({"cents": cents, "text": "VIREMENT", "payer_name": "SOMEBODY"})
    waits = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    told = unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                                  contract_id=world.ids["C-1"], buyer_id=0)  # fmt: skip
    recourse.receive_surety(world.conn, world.asked("tania"), **given,
                            payment_id=told["payment_id"], amount_cents=None,
                            reference="VIR-1")  # fmt: skip


def test_a_failed_client_plays_to_the_last_euro_in_both_books(world: World) -> None:
    assert took(world, record(1, "ALPHA SAS"))["failed"][0]["suspended"] == ["C-1", "C-2"]
    world.approve(set_off(world), "carl")  # 18 000.00, though nothing may be drawn any more
    paid_by_guarantor(world, 1_000_000)
    assert impaired(world)["impaired_cents"] == 1_700_000
    assert impaired(world, 1_200_000)["impaired_cents"] == -500_000
    proved(world)
    waits = recourse.propose_client_loss(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], amount_cents=None,
        reason="certificate of irrecoverability",
    )  # fmt: skip
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "aron")
    assert [(account, cents) for event, account, cents in lines(world, "impairment")
            if account in ("DOT", "DEPR", "REP", "LOSS")] == [
        ("DOT", 1_700_000), ("DEPR", -1_700_000), ("DEPR", 500_000), ("REP", -500_000),
        ("DEPR", 1_200_000), ("REP", -1_200_000), ("LOSS", 1_700_000)]  # fmt: skip
    assert books(world) == {"DOT": 1_700_000, "LINK": 2_800_000, "LOSS": 1_700_000,
                            "REP": -1_700_000, "TRAN": -OWED}  # fmt: skip
    assert clients_books(world) == {"C4674": -1_000_000, "C4677": -1_800_000,
                                    "C4678": -1_700_000, "C512": OWED}  # fmt: skip
    proved(world)
    world.close()


def test_only_a_client_in_proceedings_is_impaired_and_no_more_than_it_owes(world: World) -> None:
    with refused(world.conn, "client_not_failed"):
        impaired(world)
    took(world, record(1, "ALPHA SAS"))
    for cents, reference, code in (
        (OWED + 1, "x", "impairment_beyond"), (None, " ", "reference_missing"),
        (0, "x", "impairment_same"),
    ):  # fmt: skip
        with refused(world.conn, code):
            impaired(world, cents, reference)
    impaired(world)
    with refused(world.conn, "impairment_same"):
        impaired(world)
    with refused(world.conn, "not_your_right"):
        impair_client(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                      amount_cents=None, reference="x")  # fmt: skip


def test_a_notice_cancelled_gives_the_client_its_funding_again(world: World) -> None:
    took(world, record(1, "ALPHA SAS"))
    told = took(world, undoing(9, of=1, name="ALPHA SAS"))
    assert told["lifted"][0]["resumed"] == ["C-1", "C-2"]
    assert world.available(world.ids["C-2"]) == 1_800_000
