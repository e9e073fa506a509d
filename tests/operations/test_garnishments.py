"""A garnishment of what we owe a client: held, answered, paid or lifted, to the cent in both books;
what was transferred before is not reached."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.drawing import payments
from comptant.operations.drawing.availability import explain
from comptant.operations.drawing.garnishment_steps import (
    answer_garnishment,
    pay_garnishment,
    record_garnishment_step,
)
from comptant.operations.drawing.garnishments import register_garnishment
from comptant.operations.paying import outcomes
from comptant.operations.registry import parties
from comptant.store.access import reading
from tests.claims import CENTS, FACTOR_NO_FEE, books, clients_books, proved, sold
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.reading_papers import text_of
from tests.traces import refused

IBAN = "FR7630004000031234567890143"
AT = datetime(2026, 1, 16, 9, tzinfo=UTC)  # the instant at which FA-1 was sent


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 on BETA SA, 10 000.00 drawn: 35 000.00 available, 40 000.00 owed; a bailiff
    with an account."""
    made = open_world(writer)
    sold(made, cents=CENTS - 1)
    made.draw(made.ids["C-1"], 1_000_000)
    made.payout()
    made.ids["MAITRE K"] = parties.add_party(
        made.conn, made.asked("anna"), kind="COMPANY", name="MAITRE K", country="FR", numbers={}
    )["party_id"]  # fmt: skip
    made.approve(parties.propose_payee_account(
        made.conn, made.asked("anna"), party_id=made.ids["MAITRE K"], iban=IBAN, bic=None,
        holder="MAITRE K"))  # fmt: skip
    return made


def served(world: World, cents: int = 2_000_000, **told: Any) -> Answer:
    given = {"kind": "SATD", "creditor_id": world.ids["MAITRE K"], "reference": "SATD-1",
             "served_at": AT, "buyer_id": 0, "contract_id": world.ids["C-1"],
             **told}  # fmt: skip
    answer = register_garnishment(world.conn, world.asked("anna"), amount_cents=cents, **given)
    world.ids["G"] = answer["garnishment_id"]
    return answer


def given(world: World) -> dict[str, Any]:
    return {"contract_id": world.ids["C-1"], "garnishment_id": world.ids["G"]}


def step(world: World, name: str, cents: int | None = None, **told: Any) -> Answer:
    said = {"step_on": world.on, "reference": "letter", **told}
    return record_garnishment_step(world.conn, world.asked("anna"), **given(world), step=name,
                                   amount_cents=cents, **said)  # fmt: skip


def paid(world: World, cents: int | None = None) -> Answer:
    return pay_garnishment(world.conn, world.asked("tania"), **given(world), amount_cents=cents,
                           payee_account_id=None)  # fmt: skip


def held(world: World) -> int:
    at = world.asked("anna").at
    _, told = explain(world.conn, world.users["anna"], world.ids["C-1"], world.on, at)
    return sum(cents for part, cents in told.select("part", "amount_cents").iter_rows()
               if part == "garnished")  # fmt: skip


def test_what_it_holds_is_not_available_and_the_explanation_says_so(world: World) -> None:
    before = world.available(world.ids["C-1"])
    assert before == 3_499_999
    told = served(world)
    assert (told["held_cents"], told["payable_cents"], told["reached_count"]) == (
        2_000_000, 2_000_000, 0)  # fmt: skip
    assert (world.available(world.ids["C-1"]), held(world)) == (1_499_999, 2_000_000)
    with refused(world.conn, "beyond_availability"):
        world.draw(world.ids["C-1"], 1_500_000)
    second = served(world, CENTS, reference="SATD-2")
    assert (second["held_cents"], second["payable_cents"]) == (1_999_999, 1_499_999)
    assert world.available(world.ids["C-1"]) == 0
    world.close()
    # What the buyer pays frees what was retained: it is held too.
    world.on += timedelta(days=1)
    world.bank({"cents": CENTS - 1, "text": "FA-1", "payer_name": "BETA SA"})
    assert (world.available(world.ids["C-1"]), held(world)) == (0, 3_999_999)
    proved(world)


def test_a_client_reads_who_garnished_it_and_nobody_else_does(world: World) -> None:
    served(world)
    add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    names = {}
    for login in ("alice", "cora"):
        with reading(world.users[login].id) as see:
            rows = see("read_garnishments", contract_id=world.ids["C-1"], id=None)
            names[login] = [row["creditor_name"] for row in rows]
    assert names == {"alice": ["MAITRE K"], "cora": []}


def test_a_draw_that_was_asked_for_does_not_leave_any_more(world: World) -> None:
    order = payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                          amount_cents=3_000_000, payee_account_id=None)  # fmt: skip
    told = served(world)
    assert told["orders_to_cancel"] == [order["order_id"]]
    with refused(world.conn, "availability_fell"):
        world.approve(order)
    assert told["paid_since_cents"] == 1_000_000  # the first draw, in a file since


def test_what_was_transferred_before_is_not_reached_and_later_in_a_buyers_hands_is(
    world: World,
) -> None:
    later = AT + timedelta(hours=4)
    told = served(world, buyer_id=world.ids["BETA SA"], served_at=AT)
    assert (told["held_cents"], told["invoice_count"], told["reached_count"]) == (0, 1, 1)
    assert held(world) == 2_000_000  # sent at nine: after it was served
    world.on += timedelta(days=1)
    told = served(world, reference="SATD-2", buyer_id=world.ids["BETA SA"], served_at=later)
    assert told["reached_count"] == 0
    assert held(world) == 2_000_000
    with refused(world.conn, "garnishment_elsewhere"):
        paid(world)


def test_a_satd_is_answered_and_paid_to_the_last_cent_in_both_books(world: World) -> None:
    served(world)
    made = answer_garnishment(world.conn, world.asked("anna"), **given(world), language="fr")
    content = world.one("SELECT content FROM document WHERE encode(digest, 'hex') = %s",
                        made["digest"])  # fmt: skip
    words = text_of(bytes(content))
    for said in ("Déclaration du tiers saisi", "SATD-1", "20 000,00 €", "FA-1", "MAITRE K",
                 "732 829 320"):  # fmt: skip
        assert said in words, words
    english = answer_garnishment(world.conn, world.asked("anna"), **given(world), language="en")
    content = world.one("SELECT content FROM document WHERE encode(digest, 'hex') = %s",
                        english["digest"])  # fmt: skip
    assert "Statement of the garnishee" in text_of(bytes(content))
    order = paid(world)
    assert order["amount_cents"] == 2_000_000
    with refused(world.conn, "garnishment_ordered"):
        paid(world)
    with refused(world.conn, "same_person"):
        world.approve(order, "tania")
    world.approve(order, "aron")
    assert (held(world), world.available(world.ids["C-1"])) == (0, 1_499_999)
    world.payout()
    assert books(world)["CCA"] == -1_999_999
    assert clients_books(world)["C4673"] == 2_000_000
    with refused(world.conn, "garnishment_empty", reference="SATD-1"):
        paid(world)
    proved(world)
    world.close()


def test_a_saisie_attribution_is_paid_once_it_is_confirmed(world: World) -> None:
    served(world, kind="SAISIE_ATTRIBUTION")
    with refused(world.conn, "garnishment_not_confirmed"):
        paid(world)
    step(world, "CONFIRMED")
    with refused(world.conn, "garnishment_step_known"):
        step(world, "CONFIRMED")
    with refused(world.conn, "garnishment_beyond"):
        paid(world, 2_000_001)
    assert paid(world, 500_000)["amount_cents"] == 500_000


def test_a_satd_that_is_contested_waits_for_the_judge(world: World) -> None:
    served(world)
    step(world, "CONTESTED")
    with refused(world.conn, "garnishment_not_confirmed"):
        paid(world)
    step(world, "CONFIRMED")
    paid(world)
    with refused(world.conn, "garnishment_ordered"):
        step(world, "LIFTED")


def test_it_is_lifted_in_part_and_in_whole(world: World) -> None:
    served(world)
    asked = step(world, "LIFTED", 500_000)
    assert asked["left_cents"] == 2_000_000  # nothing is free before another person agrees
    assert world.approve(asked, "carl")["left_cents"] == 1_500_000
    assert held(world) == 1_500_000
    with refused(world.conn, "garnishment_beyond"):
        step(world, "LIFTED", 1_500_001)
    assert world.approve(step(world, "LIFTED"), "carl")["left_cents"] == 0
    assert (held(world), world.available(world.ids["C-1"])) == (0, 3_499_999)


def test_the_first_served_is_paid_first(world: World) -> None:
    world.on += timedelta(days=1)
    served(world, 3_000_000)
    served(world, 3_000_000, reference="SATD-2", served_at=AT + timedelta(hours=1))
    assert paid(world)["amount_cents"] == 499_999  # 34 999.99 may be had, 30 000.00 are the first's


def test_one_served_earlier_and_registered_later_comes_first(world: World) -> None:
    """Of 39 999.99 owed, 34 999.99 may be had: 30 000.00 are the earlier act's."""
    world.on += timedelta(days=1)
    first = served(world, 3_999_999, served_at=AT + timedelta(hours=20))
    assert (first["held_cents"], first["payable_cents"]) == (3_999_999, 3_499_999)
    order = paid(world)
    told = served(world, 3_000_000, reference="EARLIER")
    assert (told["held_cents"], told["payable_cents"]) == (3_000_000, 3_000_000)
    assert told["orders_to_cancel"] == [order["order_id"]]
    assert world.rows("SELECT reference, left_cents FROM garnishment_left JOIN garnishment"
                      " USING (contract_id, id) ORDER BY id") == [
        ("SATD-1", 999_999), ("EARLIER", 3_000_000)]  # fmt: skip
    with refused(world.conn, "availability_fell", missing_cents=3_000_000):
        world.approve(order, "aron")
    assert paid(world)["amount_cents"] == 3_000_000
    proved(world)


def test_it_holds_what_was_owed_at_its_instant_and_is_owed_still(world: World) -> None:
    world.on += timedelta(days=3)
    world.limit(world.ids["C-1"], "BETA SA", 20_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 6_000_000,
                                   "due_on": date(2026, 3, 20)})  # fmt: skip
    before = served(world, 9_000_000, reference="OF BEFORE", served_at=AT - timedelta(minutes=30))
    assert (before["held_cents"], held(world)) == (0, 0)
    told = served(world, 9_000_000)
    assert told["held_cents"] == 3_999_999  # FA-2 came later: the client's
    assert world.available(world.ids["C-1"]) == 3_499_999 + 5_400_000 - 3_999_999


def test_what_was_released_and_has_not_left_is_held(world: World) -> None:
    order = world.draw(world.ids["C-1"], 3_000_000)
    told = served(world, 3_999_999)
    assert (told["held_cents"], told["payable_cents"]) == (3_999_999, 499_999)
    assert told["orders_to_cancel"] == [order["order_id"]]
    assert world.payout()["left_out"] == [{"order_id": order["order_id"], "reason": "garnished"}]
    outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"], value_on=None,
        order_id=order["order_id"], outcome="REJECTED", reason="garnished",
    )  # fmt: skip
    assert (held(world), world.available(world.ids["C-1"])) == (3_499_999, 0)


def test_an_act_is_for_a_client_on_all_of_his_contracts(world: World) -> None:
    world.ids["C-2"] = second = world.contract("C-2", **FACTOR_NO_FEE)
    world.limit(second, "DELTA SARL", CENTS)
    world.remit(second, {"number": "FA-9", "cents": 4_000_000, "buyer": "DELTA SARL",
                         "due_on": date(2026, 3, 15)})  # fmt: skip
    told = served(world, 5_000_000)
    (also,) = told["also_held"]
    assert (told["held_cents"], also["contract_id"], also["held_cents"]) == (
        3_999_999, second, 1_000_001)  # fmt: skip
    with refused(world.conn, "garnishment_known"):
        served(world, contract_id=second)
    assert served(world, 100, reference="SATD-2", contract_id=second)["also_held"] == []
    made = answer_garnishment(world.conn, world.asked("anna"), contract_id=second, language="fr",
                              garnishment_id=also["garnishment_id"])  # fmt: skip
    content = world.one("SELECT content FROM document WHERE encode(digest, 'hex') = %s",
                        made["digest"])  # fmt: skip
    words = text_of(bytes(content))
    assert "C-1" in words, words
    assert "39 999,99 €" in words, words


def test_one_act_however_it_is_spelt_is_registered_once(world: World) -> None:
    """Its reference typed otherwise; its creditor entered twice, at the same instant."""
    served(world)
    again = world.ids["GAMMA SA"]
    for told in ({"reference": "satd 1"}, {"reference": "SATD/1", "served_at": AT - timedelta(1)},
                 {"reference": "Satd.1", "creditor_id": again}):  # fmt: skip
        with refused(world.conn, "garnishment_known", reference="SATD-1"):
            served(world, **told)
    assert held(world) == 2_000_000
    # Another creditor's of another instant is another, and so is another number.
    served(world, 100, creditor_id=again, served_at=AT - timedelta(1))
    served(world, 100, reference="SATD-11")
    assert world.one("SELECT count(*) FROM garnishment") == 3


def test_an_act_is_registered_where_the_charge_waits_for_a_rate(writer: psycopg.Connection) -> None:
    """10 000.00 sold, 1 000.00 drawn: 9 000.00 owed, what of it is payable is not known yet."""
    made = open_world(writer)
    contract = made.ids["C-1"] = made.contract(reference_index="ESTR", fund_ppm=0, fee_ppm=0)
    made.limit(contract, "BETA SA", CENTS)
    made.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 15)})
    made.draw(contract, 100_000)
    made.payout()
    made.on = date(2026, 1, 20)
    with refused(made.conn, "rate_missing"):
        made.available(contract)
    made.ids["MAITRE K"] = made.ids["GAMMA SA"]
    told = served(made, 2_000_000)
    assert (told["held_cents"], told["payable_cents"]) == (900_000, 0)


def test_what_cannot_be_registered_is_refused_with_its_cause(world: World) -> None:
    served(world)
    for told, code in (
        ({}, "garnishment_known"), ({"kind": "SEIZURE"}, "garnishment_kind_unknown"),
        ({"reference": " "}, "reference_missing"), ({"creditor_id": 1}, "party_unknown"),
        ({"creditor_id": world.ids["ALPHA SAS"]}, "garnishment_of_client"),
        ({"served_at": AT + timedelta(days=1)}, "garnishment_instant_wrong"),
        ({"served_at": AT.replace(tzinfo=None)}, "garnishment_instant_wrong"),
        ({"buyer_id": world.ids["GAMMA SA"]}, "buyer_not_of_contract"),
    ):  # fmt: skip
        with refused(world.conn, code):
            served(world, **told)
    with refused(world.conn, "garnishment_amount_wrong"):
        served(world, 0, reference="SATD-9")
    with refused(world.conn, "not_your_right"):
        register_garnishment(
            world.conn, world.asked("alice"), contract_id=world.ids["C-1"], kind="SATD",
            creditor_id=world.ids["MAITRE K"], reference="x", served_at=AT, buyer_id=0,
            amount_cents=1,
        )  # fmt: skip
    for name, told, code in (
        ("PAID", {}, "garnishment_step_unknown"),
        ("LIFTED", {"reference": ""}, "reference_missing"),
        ("LIFTED", {"step_on": date(2026, 1, 15)}, "cover_step_dates_wrong"),
        ("LIFTED", {"step_on": date(2026, 1, 17)}, "cover_step_dates_wrong"),
    ):  # fmt: skip
        with refused(world.conn, code):
            step(world, name, **told)
    world.ids["G"] = 1
    with refused(world.conn, "garnishment_unknown"):
        paid(world)
    with refused(world.conn, "paper_language_unknown"):
        answer_garnishment(world.conn, world.asked("anna"), **given(world), language="de")


def test_a_reference_has_its_bounds(world: World) -> None:
    with refused(world.conn, "name_wrong", name="reference", most=200):
        served(world, reference="x" * 201)
    assert served(world, reference="x" * 200)["held_cents"] == 2_000_000
