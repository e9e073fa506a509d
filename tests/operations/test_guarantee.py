"""The guarantee date: what the factor bears leaves the client's account, once and for good."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, unknown_money
from comptant.operations.drawing import client_money, over_advance
from comptant.operations.risk import disputes, facts
from comptant.store import bulk
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house
from tests.instruments import back, cheque, remit

CENTS, DUE_ON = 5_000_000, date(2026, 2, 16)
GUARANTEED_ON = date(2026, 6, 16)  # due date + 120 days
TERMS: dict[str, Any] = {"has_recourse": False, "fee_ppm": 0, "is_interest_reserved": False,
                         "age_cutoff_days": 3_650}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def unpaid(world: World, limit: int = CENTS, drawn: int = 4_500_000, **terms: Any) -> int:
    """C-3: FA-1 of 50 000.00 approved in full, 90 %, 45 000.00 drawn, no fees, no interest."""
    contract = world.contract(**{**TERMS, "reference_index": "ESTR", **terms})
    world.limit(contract, "BETA SA", limit)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": DUE_ON})
    if drawn:
        world.draw(contract, drawn)
    return contract


def close_on(world: World, day: date) -> Any:
    world.on = day
    return world.close()


def entries(world: World, contract: int) -> list[tuple[Any, ...]]:
    """Lines of what the guarantee has booked: event, value date, account, cents."""
    return world.rows(
        "SELECT e.event, e.value_on, p.account, p.amount_cents FROM entry e JOIN posting p"
        " ON p.contract_id = e.contract_id AND p.entry_id = e.id WHERE e.contract_id = %s"
        " AND e.event IN ('guarantee_taken', 'guarantee_uncovered', 'recovery')"
        " ORDER BY e.id, line", contract)  # fmt: skip


def bank(world: World, cents: int, text: str = "FA-1") -> None:
    world.bank({"cents": cents, "text": text, "payer_name": "BETA SA"})


TAKEN = [("guarantee_taken", GUARANTEED_ON, "DEBD", CENTS),
         ("guarantee_taken", GUARANTEED_ON, "DEB", -CENTS)]  # fmt: skip


def test_on_the_guarantee_date_the_approved_share_leaves_the_account(world: World) -> None:
    contract = unpaid(world)
    world.on = date(2026, 4, 18)  # 61 days late
    assert world.available(contract) == 0
    world.on = date(2026, 6, 15)
    assert close_on(world, world.on)["guaranteed_cents"] == 0
    assert (entries(world, contract), world.available(contract)) == ([], 0)
    report = world.close(GUARANTEED_ON)
    assert report["guaranteed_cents"] == CENTS
    assert entries(world, contract) == TAKEN
    # E5a: all of it is guaranteed; the 5 000.00 not advanced are the client's.
    assert world.available(contract) == 500_000
    assert (world.balance(contract, "DEB"), world.balance(contract, "DEBD")) == (0, CENTS)
    assert world.close(date(2026, 6, 17))["guaranteed_cents"] == 0
    assert entries(world, contract) == TAKEN


def test_what_the_guarantee_does_not_cover_is_charged_to_the_client(world: World) -> None:
    contract = unpaid(world, guaranteed_ppm=900_000)
    close_on(world, GUARANTEED_ON)
    assert entries(world, contract) == [
        *TAKEN,
        ("guarantee_uncovered", GUARANTEED_ON, "CCA", 500_000),  # E5b
        ("guarantee_uncovered", GUARANTEED_ON, "DEBD", -500_000),
    ]
    assert world.available(contract) == 0
    # E7: of 2 000.00 that come late, 90 % are the factor's, 200.00 the client's.
    bank(world, 200_000)
    assert entries(world, contract)[4:] == [
        ("recovery", GUARANTEED_ON, "UNAL", 200_000),
        ("recovery", GUARANTEED_ON, "CCA", -20_000),
        ("recovery", GUARANTEED_ON, "DEBD", -180_000),
    ]
    assert world.available(contract) == 20_000
    world.close(date(2026, 6, 17))


def test_what_the_buyer_pays_later_is_the_factors(world: World) -> None:
    contract = unpaid(world)
    close_on(world, GUARANTEED_ON)
    world.on = date(2026, 6, 17)
    bank(world, 3_000_000)
    assert (world.balance(contract, "DEBD"), world.balance(contract, "UNAL")) == (2_000_000, 0)
    assert world.available(contract) == 500_000
    bank(world, 2_500_000, "thank you")  # not named: by hand, and 5 000.00 too much wait
    waits = world.one("SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0", contract)
    id_ = world.one("SELECT id FROM invoice")
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=waits,
                  invoices={id_: 2_000_000})  # fmt: skip
    assert (world.balance(contract, "DEBD"), world.balance(contract, "UNAL")) == (0, -500_000)
    world.close(date(2026, 6, 17))


def test_a_part_not_approved_follows_the_recourse_and_shares_what_is_paid(world: World) -> None:
    contract = unpaid(world, limit=3_000_000, drawn=2_700_000)
    close_on(world, GUARANTEED_ON)
    assert (world.balance(contract, "DEB"), world.balance(contract, "DEBD")) == (
        2_000_000, 3_000_000)  # fmt: skip
    assert world.rows("SELECT open_cents, approved_cents FROM invoice") == [(2_000_000, 0)]
    assert world.available(contract) == 300_000
    bank(world, 1_000_000)
    assert (world.balance(contract, "DEB"), world.balance(contract, "DEBD")) == (
        1_600_000, 2_400_000)  # fmt: skip
    world.close(date(2026, 6, 17))


def test_a_debt_taken_in_part_is_one_sum_for_lines_that_name_it_and_lines_that_do_not(
    world: World,
) -> None:
    """Two lines of the buyer on one day: FA-1 by its number, and a payment on account."""
    contract = unpaid(world, limit=3_000_000, drawn=2_700_000)
    close_on(world, GUARANTEED_ON)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA"},
               {"cents": 50_000, "text": "ACOMPTE", "payer_name": "BETA SA"},
               {"cents": 4_000_000, "text": "FA 1", "payer_name": "OTHER"})  # fmt: skip
    assert world.balance(contract, "DEB") + world.balance(contract, "DEBD") <= 4_000_000
    world.close(date(2026, 6, 17))


def test_the_risk_taken_stays_under_the_limit(world: World) -> None:
    contract = unpaid(world, cross_ageing_ppm=1_000_000)
    close_on(world, GUARANTEED_ON)
    world.on = date(2026, 6, 17)
    world.remit(contract, {"number": "FA-2", "cents": 1_000_000, "due_on": date(2026, 8, 1)})
    asked = "SELECT approved_cents FROM invoice WHERE invoice_number = 'FA-2'"
    assert world.one(asked) == 0
    bank(world, CENTS)
    assert world.one(asked) == 1_000_000


def test_the_charge_stops_and_the_fund_is_given_back(world: World) -> None:
    contract = unpaid(
        world, drawn=4_000_000, reference_index="EURIBOR3M", fund_ppm=100_000,
        advance_standard_ppm=1_000_000, interest_billing="MONTHLY",
    )  # fmt: skip
    assert world.balance(contract, "FDG") == -500_000
    world.on = date(2026, 6, 14)
    world.close(GUARANTEED_ON)
    assert world.balance(contract, "FDG") == 0
    world.close(date(2026, 6, 30))
    asked = "SELECT sum(amount_cents)::bigint FROM charge WHERE code = 'INT'"
    before = world.one(asked)
    assert before == 60_652  # 40 000.00 for the 151 days from 16 January to 16 June
    world.close(date(2026, 7, 1))
    assert world.one("SELECT sum(amount_cents)::bigint FROM balance WHERE contract_id = %s"
                     " AND account IN ('DEB', 'UNAL', 'CCA', 'FDG')", contract) < 0  # fmt: skip


BILLS = """SELECT from_on, until_on, base_cents, amount_cents FROM charge WHERE code = 'INT'
    ORDER BY id"""
FIFTH, TWENTIETH = date(2026, 2, 5), date(2026, 2, 20)
CHARGED: dict[str, Any] = {"interest_billing": "AT_COLLECTION", "is_interest_reserved": True,
                           "guarantee_delay_days": 10}  # fmt: skip


def drawn_on_the_fifth(world: World, limit: int = CENTS, **terms: Any) -> int:
    """45 000.00 drawn on 5 February on an invoice due on the 10th, guaranteed on the 20th."""
    world.on = FIFTH
    contract = world.contract(**{**TERMS, **CHARGED, **terms})
    world.limit(contract, "BETA SA", limit)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 2, 10)})
    world.draw(contract, 4_500_000)
    return contract


def test_a_charge_billed_at_collection_is_due_on_the_guarantee_date(world: World) -> None:
    contract = drawn_on_the_fifth(world)
    world.on = date(2026, 2, 19)
    world.close()
    assert world.rows(BILLS) == []
    assert world.close(TWENTIETH)["interest_cents"] == 6_778  # 15 days at 3.615 %
    assert world.rows(BILLS) == [(FIFTH, TWENTIETH, 4_500_000, 6_778)]
    assert world.available(contract) == 500_000 - 6_778  # what was not advanced, and no more run up
    report = world.close(date(2026, 2, 28))
    assert (report["interest_cents"], report.get("accrued_cents", 0)) == (0, 0)
    assert world.available(contract) == 500_000 - 6_778
    assert world.rows(BILLS) == [(FIFTH, TWENTIETH, 4_500_000, 6_778)]


def test_without_a_rate_the_charge_of_a_guarantee_waits_for_it(world: World) -> None:
    contract = drawn_on_the_fifth(world, reference_index="ESTR", is_interest_reserved=False)
    close_on(world, TWENTIETH)
    assert world.rows(BILLS) == []
    world.on = date(2026, 2, 21)
    world.rate("ESTR", 20_150, FIFTH)
    assert world.close(world.on)["interest_cents"] == 6_778
    assert world.rows(BILLS) == [(FIFTH, TWENTIETH, 4_500_000, 6_778)]
    assert world.available(contract) == 500_000 - 6_778


def test_what_is_not_guaranteed_goes_on_to_bear_the_charge(world: World) -> None:
    """30 000.00 are taken; the 15 000.00 in use and the charge go on until they are paid."""
    drawn_on_the_fifth(world, limit=3_000_000, unapproved_advance_ppm=900_000)
    close_on(world, TWENTIETH)
    assert world.rows(BILLS) == [(FIFTH, TWENTIETH, 4_500_000, 6_778)]
    assert world.close(date(2026, 2, 28))["accrued_cents"] == 1_362  # 15 067.78 for 9 days


def test_a_charge_in_advance_ends_on_the_guarantee_date(world: World) -> None:
    contract = unpaid(world, drawn=0, reference_index="EURIBOR3M", charge_timing="ADVANCE")
    close_on(world, GUARANTEED_ON)
    # 45 000.00 from 16 January to 16 June: 151 days at 3.615 %.
    assert world.balance(contract, "INT") == -68_233


def test_a_dispute_before_it_keeps_the_guarantee_away_for_its_days(world: World) -> None:
    contract = unpaid(world)
    world.on = date(2026, 3, 1)
    opened = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=world.one("SELECT id FROM invoice"), code="LIT-QTE", amount_cents=100_000,
        is_rest_confirmed=True, source="BUYER", evidence="mail",
    )  # fmt: skip
    close_on(world, date(2026, 6, 20))
    assert entries(world, contract) == []
    world.on = date(2026, 6, 21)
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=contract,
                            dispute_id=opened["dispute_id"], credit_cents=0,
                            evidence="mail")  # fmt: skip
    # In dispute from 1 March to 21 June, 112 days: 16 June + 112 days.
    assert close_on(world, world.on)["guaranteed_cents"] == 0
    world.on = date(2026, 10, 5)
    with world.conn.transaction(force_rollback=True):
        assert due_on(world, date(2026, 10, 5)) == []
        assert due_on(world, date(2026, 10, 6)) == [date(2026, 10, 6)]


def due_on(world: World, day: date) -> list[date]:
    """The guarantee dates that the close of a day would find."""
    from comptant.store import bulk

    contract = world.one("SELECT id FROM contract WHERE NOT is_house")
    found = bulk.rows(world.conn, "guarantees_due", contract_id=[contract], on=day,
                      guarantee_delay_days=[120], guaranteed_ppm=[1_000_000])  # fmt: skip
    return [row["value_on"] for row in found]


def test_insolvency_takes_effect_on_the_judgment(world: World) -> None:
    contract = unpaid(world)
    world.on = date(2026, 2, 2)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["BETA SA"], name="insolvent_on", value="2026-01-30",
        from_on=world.on, source="BODACC",
    )  # fmt: skip
    assert world.close()["guaranteed_cents"] == CENTS
    assert {row[1] for row in entries(world, contract)} == {date(2026, 1, 30)}
    assert world.rows("SELECT cause, taken_on FROM guarantee") == [
        ("INSOLVENCY", date(2026, 1, 30))]  # fmt: skip


def test_a_dispute_of_one_euro_suspends_it_until_a_credit_note_of_one_euro(world: World) -> None:
    """What is approved stays financed meanwhile, and the guarantee counts from the judgment."""
    contract = unpaid(world)
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, code="LIT-PRX", amount_cents=100,
        invoice_id=world.one("SELECT id FROM invoice"), is_rest_confirmed=True, source="BUYER",
        evidence="letter",
    )  # fmt: skip
    world.on = date(2026, 2, 2)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value="2026-01-30",
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    assert world.close()["guaranteed_cents"] == 0
    assert world.one("SELECT approved_cents FROM invoice") == CENTS - 100
    assert world.available(contract) == -90
    world.on = date(2026, 2, 3)
    world.remit(contract, {"number": "AV-1", "type_code": "381", "cents": 100,
                           "credited_number": "FA-1", "issued_on": world.on})  # fmt: skip
    assert world.close()["guaranteed_cents"] == CENTS - 100
    assert world.rows("SELECT cause, taken_on, guaranteed_cents FROM guarantee") == [
        ("INSOLVENCY", date(2026, 1, 30), CENTS - 100)]  # fmt: skip


def test_what_of_a_plan_the_guarantee_takes_is_not_told_as_paid(world: World) -> None:
    """5 000.00 too much are in use, to be repaid in two parts; 1 000.00 are, then the buyer
    fails, and the rest is of what the guarantee takes over."""
    contract = unpaid(world)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="CONTRACT", value=500_000,
        subject_id=contract, name="manual_reserve_cents", from_on=world.on, source="test",
    )  # fmt: skip
    world.approve(over_advance.propose_plan(
        world.conn, world.asked("anna"), contract_id=contract,
        instalments={"2026-01-31": 300_000, "2026-02-28": 200_000}), "ada")  # fmt: skip
    world.on = date(2026, 1, 20)
    world.bank({"cents": 100_000, "text": "NO WORD", "payer_iban": CLIENT_IBAN})
    known = unknown_money.identify(
        world.conn, world.asked("anna"), contract_id=contract, buyer_id=0,
        payment_id=world.one("SELECT max(id) FROM payment"))  # fmt: skip
    client_money.repay(world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
                       payment_id=known["payment_id"])  # fmt: skip
    assert plan(world, contract) == [(100_000, 0, 0), (0, 0, 0)]
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value="2026-01-20",
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    assert world.close()["guaranteed_cents"] == CENTS
    world.on = date(2026, 3, 2)
    assert plan(world, contract) == [(100_000, 200_000, 0), (0, 200_000, 0)]


def plan(world: World, contract: int) -> list[tuple[int, int, int]]:
    """Of each instalment: paid, taken by the guarantee, late."""
    rows = over_advance.plans(
        bulk.rows(world.conn, "read_instalments", contract_id=contract, on=world.on),
        over_advance.owed_now(world.conn, world.asked("anna"), [contract]),
    )
    return [(row["instalment_paid_cents"], row["instalment_guaranteed_cents"],
             row["instalment_late_cents"]) for row in rows]  # fmt: skip


def test_with_recourse_there_is_no_guarantee(world: World) -> None:
    contract = unpaid(world, has_recourse=True)
    close_on(world, GUARANTEED_ON)
    assert entries(world, contract) == []
    assert world.available(contract) == -4_500_000


def guaranteed(world: World, contract: int) -> list[tuple[Any, ...]]:
    """What is still owed of the debt taken over: to the factor, to the client."""
    return world.rows("SELECT factor_open_cents, client_open_cents FROM guarantee"
                      " WHERE contract_id = %s", contract)  # fmt: skip


def test_a_cheque_that_paid_a_debt_guaranteed_is_unpaid_and_the_debt_is_owed_again(
    world: World,
) -> None:
    """90 % guaranteed: of cheques of 100.01 and 2 000.00 the client had 10.00 and 200.00. The
    second is unpaid, then the first: each is owed again as it was shared."""
    contract = unpaid(world, guaranteed_ppm=900_000)
    close_on(world, GUARANTEED_ON)
    assert guaranteed(world, contract) == [(4_500_000, 500_000)]
    small, large = (cheque(world, contract, cents, number, text="FA-1")
                    for cents, number in ((10_001, "1111111"), (200_000, "2222222")))  # fmt: skip
    remit(world)
    world.close(date(2026, 6, 22))
    assert guaranteed(world, contract) == [(4_310_999, 479_000)]
    charged = world.balance(contract, "CCA")
    back(world, large)
    assert guaranteed(world, contract) == [(4_490_999, 499_000)]
    assert world.balance(contract, "CCA") == charged + 20_000
    back(world, small)
    assert guaranteed(world, contract) == [(4_500_000, 500_000)]
    assert world.balance(contract, "CCA") == charged + 21_000
    assert [world.balance(contract, account) for account in ("UNAL", "DEBD")] == [0, 4_500_000]
    assert entries(world, contract)[-3:] == [
        ("recovery", date(2026, 6, 18), "CCA", 1_000),
        ("recovery", date(2026, 6, 18), "DEBD", 9_001),
        ("recovery", date(2026, 6, 18), "UNAL", -10_001),
    ]  # fmt: skip
    assert contradictions_of_house(world.conn) == []
    world.close()


def test_cheques_of_one_debt_that_are_unpaid_at_once_are_shared_as_one_by_one(
    world: World,
) -> None:
    """The whole debt was paid by three: what each gives back leaves room for the next."""
    contract = unpaid(world, guaranteed_ppm=666_667)
    close_on(world, GUARANTEED_ON)
    (before,) = guaranteed(world, contract)
    three = ("1111111", 1_111_111), ("2222222", 2_222_222), ("3333333", 1_666_667)
    for number, cents in three:
        cheque(world, contract, cents, number, text="FA-1")
        remit(world)
    world.close(date(2026, 6, 22))
    world.on = date(2026, 6, 22)
    assert guaranteed(world, contract) == [(0, 0)]
    world.bank(*({"cents": cents, "text": "REMISE CHEQUES"} for _, cents in three))
    told = world.bank(*({"cents": -cents, "text": f"CHEQUE IMPAYE {number}"}
                        for number, cents in three))  # fmt: skip
    assert told["unpaid"] == 3
    assert guaranteed(world, contract) == [before]
    assert contradictions_of_house(world.conn) == []


def test_a_transfer_that_paid_a_debt_guaranteed_is_taken_back_by_the_bank(world: World) -> None:
    contract = unpaid(world, guaranteed_ppm=900_000)
    close_on(world, GUARANTEED_ON)
    told = {"text": "FA-1", "payer_name": "BETA SA", "bank_reference": "R-1"}
    world.bank({"cents": 200_000, **told})
    assert guaranteed(world, contract) == [(4_320_000, 480_000)]
    world.on = date(2026, 6, 18)
    done = world.bank({"cents": -200_000, **told, "is_reversal": True})
    assert (done["reversed"], done["debits_to_explain"]) == (1, 0)
    assert guaranteed(world, contract) == [(4_500_000, 500_000)]
    assert [world.balance(contract, account) for account in ("BNK", "UNAL", "DEBD")] == [
        0, 0, 4_500_000]  # fmt: skip
    assert contradictions_of_house(world.conn) == []
    world.close()
