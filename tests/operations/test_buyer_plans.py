"""Plans of buyers: simulated before they are recorded, then kept or broken as the close finds."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.collection import cash
from comptant.operations.reminding import promising
from comptant.operations.reminding.plan_simulation import simulate_plan
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.policies import insured, step
from tests.reminding import DUE, bank_of, invoice
from tests.traces import contents, refused

FIRST, SECOND = date(2026, 3, 2), date(2026, 4, 2)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 12 000.00 and FA-2 of 3 000.00, due on 16 February 2026, approved and advanced."""
    opened = three_of_two_clients(writer)
    opened.amend(opened.ids["C-1"], {"overdue_cutoff_days": 30})
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-2", "cents": 300_000, "due_on": DUE})  # fmt: skip
    opened.on = DUE
    return opened


def told(world: World, *days: tuple[date, int], **said: Any) -> dict[str, Any]:
    rows = [{"due_on": day, "instalment_cents": cents} for day, cents in days]
    return {"contract_id": world.ids["C-1"], "buyer_id": world.ids["BETA SA"],
            "invoice_ids": [invoice(world, "FA-1"), invoice(world, "FA-2")],
            "instalments": promising.INSTALMENTS.frame(rows), **said}  # fmt: skip


def simulated(world: World, *days: tuple[date, int], **said: Any) -> Answer:
    return simulate_plan(world.conn, world.asked("anna"), **told(world, *days, **said))


def recorded(world: World, *days: tuple[date, int], **said: Any) -> Answer:
    return promising.record_promise(world.conn, world.asked("anna"),
                                    **told(world, *days, evidence="mail", **{"consent": "", **said})
                                    )  # fmt: skip


def test_a_plan_is_simulated_and_nothing_is_kept(world: World) -> None:
    before, free = contents(world.conn), world.available(world.ids["C-1"])
    seen = simulated(world, (FIRST, 900_000), (SECOND, 600_000))
    assert contents(world.conn) == before
    assert [(row["invoice_number"], row["paid_off_on"], row["unfunded_on"], row["unfunded_cents"],
             row["plan_cover"]) for row in seen["invoices"]] == [
        ("FA-1", SECOND, date(2026, 3, 19), 300_000, "NOT_COVERED"),
        ("FA-2", SECOND, date(2026, 3, 19), 300_000, "NOT_COVERED"),
    ]  # fmt: skip
    assert seen["drawable_cents"] == free
    assert seen["days"] == [{"day": date(2026, 3, 19), "lost_advance_cents": 540_000,
                             "drawable_cents": free - 540_000}]  # fmt: skip
    assert seen["refusal"] is None
    with refused(world.conn, "not_your_right", login="alice"):
        simulate_plan(world.conn, world.asked("alice"), **told(world, (FIRST, 1)))
    with refused(world.conn, "promise_too_large"):
        simulated(world, (FIRST, 1_500_001))


def test_the_simulation_is_what_happens_if_the_plan_is_kept(world: World) -> None:
    """19 March: more than 30 days late, 6 000.00 left: as much less to draw as was told."""
    seen = simulated(world, (FIRST, 900_000), (SECOND, 600_000))
    recorded(world, (FIRST, 900_000), (SECOND, 600_000))
    bank_of(world, FIRST, {"cents": 900_000, "text": "merci", "payer_name": "BETA SA"})
    cash.allocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        payment_id=world.one("SELECT id FROM payment WHERE open_cents > 0"),
        invoices={str(invoice(world, "FA-1")): 900_000},
    )  # fmt: skip
    world.close(date(2026, 3, 18))
    world.on = date(2026, 3, 18)
    before = world.available(world.ids["C-1"])
    world.close(date(2026, 3, 19))
    world.on = date(2026, 3, 19)
    assert before - world.available(world.ids["C-1"]) == seen["days"][0]["lost_advance_cents"]


def test_the_insurers_consent_is_asked_where_cover_needs_it(world: World) -> None:
    contract = world.ids["C-1"]
    policy_id = insured(world, contract)
    longer = date(2026, 5, 1)  # the extension ends on 17 April, with consent on 17 May
    late = simulated(world, (FIRST, 900_000), (longer, 600_000))
    assert late["refusal"] == "insurer_consent_missing"
    assert [row["plan_cover"] for row in late["invoices"]] == ["CONSENT_NEEDED"] * 2
    asked = simulated(world, (FIRST, 900_000), (longer, 600_000), consent="mail of 1 March")
    assert asked["refusal"] == "cover_extension_beyond"
    with refused(world.conn, "insurer_consent_missing"):
        recorded(world, (FIRST, 900_000), (longer, 600_000))
    with refused(world.conn, "cover_extension_beyond", last_on=date(2026, 4, 17)):
        recorded(world, (FIRST, 900_000), (longer, 600_000), consent="mail of 1 March")
    step(world, contract, policy_id, *told(world)["invoice_ids"], step="EXTENDED")
    agreed = simulated(world, (FIRST, 900_000), (longer, 600_000), consent="mail of 1 March")
    assert (agreed["refusal"], agreed["invoices"][0]["plan_cover"]) == (None, "WITHIN")
    recorded(world, (FIRST, 900_000), (longer, 600_000), consent="mail of 1 March")


def test_the_close_finds_a_plan_broken_then_kept_and_tells_it_once(world: World) -> None:
    made = recorded(world, (FIRST, 900_000), (SECOND, 600_000))
    grace = FIRST + timedelta(days=3)
    assert world.close(grace)["to_look_at"]["promises_broken"]["count"] == 0
    day = grace + timedelta(days=1)
    told_of = world.close(day)["to_look_at"]["promises_broken"]
    (row,) = told_of["rows"]
    assert (
        row["contract_number"],
        row["buyer_name"],
        row["promise_id"],
        row["instalment_late_cents"],
    ) == ("C-1", "BETA SA", made["promise_id"], 900_000)
    assert world.close(day + timedelta(days=1))["to_look_at"]["promises_broken"]["count"] == 0
    world.on = day + timedelta(days=2)
    world.bank({"cents": 1_500_000, "text": "FA-1 FA-2", "payer_name": "BETA SA"})
    world.close(world.on)
    assert world.rows("SELECT found_on, outcome, paid_cents, late_cents FROM promise_outcome"
                      " ORDER BY found_on") == [
        (day, "BROKEN", 0, 900_000), (world.on, "KEPT", 1_500_000, 0)]  # fmt: skip
    kinds = world.rows("SELECT kind FROM event WHERE kind = 'promise.followed'")
    assert len(kinds) == 2


def test_a_plan_taken_back_is_followed_no_more(world: World) -> None:
    made = recorded(world, (FIRST, 1_500_000))
    promising.end_promise(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                          promise_id=made["promise_id"], reason="replaced")  # fmt: skip
    world.close(FIRST + timedelta(days=5))
    assert world.one("SELECT count(*) FROM promise_outcome") == 0


def test_a_plan_kept_early_runs_again_once_the_bank_recalls_its_money(world: World) -> None:
    made = recorded(world, (FIRST, 1_500_000))
    world.on = DUE + timedelta(days=2)
    world.bank({"cents": 1_500_000, "text": "FA-1 FA-2", "payer_name": "BETA SA",
                "bank_reference": "R-1"})  # fmt: skip
    world.close(world.on)
    world.on += timedelta(days=1)
    world.bank({"cents": -1_500_000, "bank_reference": "R-1", "is_reversal": True})
    world.close(world.on)
    assert world.rows("SELECT outcome FROM promise_outcome ORDER BY found_on") == [
        ("KEPT",), ("RUNNING",)]  # fmt: skip
    assert world.one("SELECT answer -> 'running_ids' FROM act WHERE operation = 'follow_promises'"
                     " ORDER BY id DESC LIMIT 1") == [made["promise_id"]]  # fmt: skip
