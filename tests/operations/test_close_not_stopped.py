"""What a user types on one contract stops the close of no other: it is refused where it is typed,
or fits; and where facts of one do not fit all the same, the close names it and closes the rest."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.books import held_back
from comptant.operations.closing import close
from comptant.operations.closing.books_proof import InvariantBroken
from comptant.operations.registry import contracting
from comptant.operations.risk import facts
from comptant.rules.columns import c
from comptant.rules.exchange import PER_EURO_MIN
from comptant.rules.money import AMOUNT_CENTS_MAX, ONE_PPM
from comptant.rules.policy_terms import checked
from comptant.rules.terms import BadTerm
from tests.dollars import TERMS, tell
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.policies import decided, insured
from tests.traces import refused

DUE_ON = date(2026, 3, 16)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def invoice(number: str, cents: int, **said: Any) -> dict[str, Any]:
    return {"number": number, "cents": cents, "due_on": DUE_ON, **said}


def sold(world: World, number: str = "C-1", **terms: Any) -> int:
    """A contract with one invoice of 10 000.00."""
    contract = world.contract(number, **terms)
    world.limit(contract, "BETA SA", AMOUNT_CENTS_MAX)
    world.remit(contract, invoice(f"{number}-1", 1_000_000))
    return contract


def refused_lines(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT invoice_number, reason FROM refused_line ORDER BY remittance_id, row_number"
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_invoices_that_come_to_more_than_is_counted_are_refused_one_by_one(
    world: World, at_once: bool
) -> None:
    contract = sold(world)
    lines = [invoice(f"H-{n}", AMOUNT_CENTS_MAX * 6 // 10) for n in (1, 2)]
    lines += [invoice("H-3", 2_000_000)]
    for part in [lines] if at_once else [[line] for line in lines]:
        world.remit(contract, *part)
    assert refused_lines(world) == [("H-2", "beyond_counting")]
    assert world.balance(contract, "DEB") == AMOUNT_CENTS_MAX * 6 // 10 + 3_000_000
    world.available(contract)
    assert world.close(world.on)["contracts"] == 1


def test_so_are_credit_notes_and_what_frees_room_makes_room(world: World) -> None:
    contract = sold(world)
    notes = [invoice(f"AV-{n}", AMOUNT_CENTS_MAX * 6 // 10, type_code="381") for n in (1, 2)]
    world.remit(contract, *notes)
    assert refused_lines(world) == [("AV-2", "beyond_counting")]
    world.remit(contract, invoice("H-1", AMOUNT_CENTS_MAX))
    assert refused_lines(world) == [("AV-2", "beyond_counting")]
    world.available(contract)
    assert world.close(world.on)["contracts"] == 1


@pytest.mark.parametrize("terms", [
    {"fund_floor_cents": AMOUNT_CENTS_MAX},
    {"fund_ppm": 100_000, "fund_floor_cents": AMOUNT_CENTS_MAX},
    {"package_month_cents": 10**13, "fee_minimum_cents": 10**10, "annual_minimum_cents": 10**13},
])  # fmt: skip
def test_the_largest_terms_stop_no_night(world: World, terms: dict[str, int]) -> None:
    contract = sold(world, **terms)
    world.available(contract)
    assert world.close(date(2026, 1, 31))["contracts"] == 1


@pytest.mark.parametrize("name", ["manual_reserve_cents", "dilution_reserve_cents"])
def test_the_largest_reserve_holds_all_back_and_stops_no_night(world: World, name: str) -> None:
    contract = sold(world, fund_floor_cents=AMOUNT_CENTS_MAX)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="CONTRACT",
        subject_id=contract, name=name, value=AMOUNT_CENTS_MAX, from_on=world.on, source="letter",
    )  # fmt: skip
    assert world.available(contract) < 0
    assert world.close()["contracts"] == 1


def test_facts_that_do_not_fit_are_told_by_contract_and_the_others_are_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [sold(world, f"C-{n}") for n in (1, 2, 3)]
    whole = held_back.accrued_cents

    def broken(do: Any, contracts: Any, **how: Any) -> Any:
        if ids[1] not in contracts["contract_id"]:
            return whole(do, contracts, **how)
        return contracts.select("contract_id", accrued_unbilled_cents=-c.contract_id)

    def one_close() -> Any:
        return close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)

    with monkeypatch.context() as spoilt:
        spoilt.setattr("comptant.operations.portfolio.waterfall.accrued_cents", broken)
        with pytest.raises(close.Refused) as caught:
            one_close()
        closed = world.rows("SELECT answer->'contract_ids' FROM act"
                            " WHERE operation = 'close_slice' ORDER BY id")  # fmt: skip
        assert closed == [([ids[0]],), ([ids[2]],)]
        before = world.rows("SELECT count(*) FROM act")
        with refused(world.conn, "contract_stops_close", day=world.on, numbers="C-2"):
            one_close()
        assert world.rows("SELECT count(*) FROM act") == before
    why = "fund and reserves >= 0: not so of accrued_unbilled_cents"
    assert (caught.value.code, caught.value.facts) == (
        "contract_stops_close", {"day": world.on, "numbers": "C-2", "why": why})  # fmt: skip
    assert one_close()["contracts"] == 3
    world.on += timedelta(days=1)
    assert one_close()["contracts"] == 3


def test_each_contract_that_stops_the_close_has_its_own_cause(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [sold(world, f"C-{n}") for n in (1, 2, 3)]
    whole = held_back.accrued_cents

    def broken(do: Any, contracts: Any, **how: Any) -> Any:
        if ids[0] in contracts["contract_id"]:
            raise InvariantBroken("the first is spoilt")
        if ids[2] in contracts["contract_id"]:
            raise InvariantBroken("the third\nis too")
        return whole(do, contracts, **how)

    monkeypatch.setattr("comptant.operations.portfolio.waterfall.accrued_cents", broken)
    with pytest.raises(close.Refused) as caught:
        close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
    assert (caught.value.code, caught.value.facts) == (
        "contract_stops_close",
        {"day": world.on, "numbers": "C-1, C-3",
         "why": "C-1: the first is spoilt; C-3: the third is too"},
    )  # fmt: skip


@pytest.mark.parametrize(("step", "facts", "closed"), [
    ("follow_promises", {"code": "contract_stops_close", "numbers": "C-2", "why": "spoilt"},
     ["C-1", "C-3"]),
    ("fit_ceiling", {"code": "step_stops_close", "close_step": "fit_ceiling", "of": "BETA SA",
                     "why": "spoilt"}, ["C-1", "C-2", "C-3"]),
    ("revalue", {"code": "contract_stops_close", "numbers": "C-2", "why": "spoilt"},
     ["C-1", "C-2", "C-3"]),
    ("score_weekly", {"code": "step_stops_close", "close_step": "score_weekly", "of": "-",
                      "why": "spoilt"}, ["C-1", "C-2", "C-3"]),
])  # fmt: skip
def test_a_step_beside_the_contracts_stops_itself_alone_and_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str, facts: dict[str, Any],
    closed: list[str],
) -> None:  # fmt: skip
    ids = [sold(world, f"C-{n}") for n in (1, 2, 3)]
    around = "comptant.operations.closing.around"
    (ceiling_id,) = world.rows("SELECT max(id) FROM ceiling")[0]

    asked_for = {
        "follow_promises": ("promises_to_follow", ids[1]),
        "revalue": ("ready_to_revalue", ids[1]),
        "fit_ceiling": ("ceilings_to_fit", ceiling_id),
    }

    def spoilt(*taken: Any, **named: Any) -> Any:
        raise InvariantBroken("spoilt")

    with monkeypatch.context() as at:
        at.setattr(f"{around}.{step}", spoilt)
        if step in asked_for:
            name, subject_id = asked_for[step]
            at.setattr(f"{around}.{name}", lambda conn, day: [subject_id])
        code = facts.pop("code")
        with pytest.raises(close.Refused) as caught:
            close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
    assert (caught.value.code, caught.value.facts) == (code, {"day": world.on, **facts})
    done = world.rows(
        "SELECT k.number FROM act a, jsonb_array_elements_text(a.answer->'contract_ids') one"
        " JOIN contract k ON k.id = one::bigint WHERE a.operation = 'close_slice'"
        f" AND a.key LIKE 'close/{world.on}/%%' ORDER BY 1"
    )
    assert [number for (number,) in done] == closed
    assert world.close(world.on)["contracts"] == 3


def test_the_dearest_currency_that_is_told_stops_no_night(world: World) -> None:
    contract = sold(world)
    world.rate("FIXED", 0, world.on)
    tell(world, world.on, 160_000_000, "EUR_JPY")
    yen = int(contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="J-1",
        currency="JPY", from_on=world.on, terms={**SEED_TERMS, **TERMS},
    )["contract_id"])  # fmt: skip
    world.remit(yen, invoice("X-1", AMOUNT_CENTS_MAX // 100, currency="JPY"))
    world.close(date(2026, 1, 30))
    world.on = date(2026, 1, 31)
    with pytest.raises(close.Refused, match="rate_wrong"):
        tell(world, world.on, PER_EURO_MIN - 1, "EUR_JPY")
    tell(world, world.on, PER_EURO_MIN, "EUR_JPY")
    assert world.close(world.on)["contracts"] == 2
    assert world.balance(contract, "DEB") == 1_000_000


def test_the_dearest_policy_that_is_typed_stops_no_night(world: World) -> None:
    contract = sold(world)
    most = {"premium_minimum_cents": 10**13, "limit_fee_cents": 10**10}
    for name, cents in most.items():
        with pytest.raises(BadTerm):
            checked({name: cents + 1})
    policy_id = insured(world, contract, 10**12, premium_months=1, policy_rate_ppm=ONE_PPM,
                        premium_tax_ppm=ONE_PPM, fee_vat_ppm=ONE_PPM, **most)  # fmt: skip
    for days in (1, 2):
        decided(world, policy_id, 10**12, decision_number=f"E-{days}",
                valid_from_on=world.on + timedelta(days))  # fmt: skip
    assert world.close(date(2026, 1, 31))["contracts"] == 1


def test_a_contract_at_which_fraud_cannot_be_looked_for_is_named_and_the_others_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [sold(world, f"C-{n}") for n in (1, 2, 3)]
    whole = close.watch_fraud

    def spoilt(*taken: Any, contract_ids: list[int], **named: Any) -> Any:
        if ids[1] in contract_ids:
            raise InvariantBroken("spoilt")
        return whole(*taken, contract_ids=contract_ids, **named)

    with monkeypatch.context() as at:
        at.setattr(close, "watch_fraud", spoilt)
        with pytest.raises(close.Refused) as caught:
            close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
    assert (caught.value.code, caught.value.facts) == (
        "contract_stops_close", {"day": world.on, "numbers": "C-2", "why": "spoilt"})  # fmt: skip
    watched = world.rows("SELECT answer->>'contracts' FROM act WHERE operation = 'watch_fraud'"
                         f" AND key LIKE 'close/{world.on}/%%'")  # fmt: skip
    assert watched == [("1",), ("1",)]
    assert world.close(world.on)["contracts"] == 3
