"""A buyer is asked for what it owes, less what it disputes, has promised or has given us: one rule,
wherever somebody is asked."""

from datetime import timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.buyer_page.answers import advise_by_link, promise_by_link
from comptant.operations.reminding import promising
from comptant.operations.reminding.answers import settle_reminder
from comptant.operations.reminding.facts import last_business_day
from comptant.operations.reminding.following import promises_to_follow
from comptant.operations.reminding.handing_over import hand_over
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.promised import followed, instalments
from comptant.operations.risk import disputes
from comptant.rules.reminders import PLAN
from comptant.store.access import reading
from tests import instruments
from tests.buyers import say, share, tell_buyer
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.operations.test_announcements import announce
from tests.reminding import DUE, bank_of, contact, invoice, remind, set_plan, states
from tests.traces import refused

PAYS = {"FA-1001": 1_200_000, "FA-1002": 300_000}


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    contact(opened, "BETA SA")
    return opened


def asked(world: World, *buyers: str) -> list[tuple[Any, ...]]:
    """Of each open invoice of C-1: disputed, in hand, to pay, promised, asked."""
    return world.rows(
        """SELECT disputed_cents, in_hand_cents, payable_cents, promised_cents, asked_cents
           FROM to_ask(ARRAY[%s::bigint], NULL, %s) ORDER BY due_on, invoice_id""",
        world.ids["C-1"], world.on)  # fmt: skip


def dispute(world: World, number: str, code: str, cents: int | None = None) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=invoice(world, number), code=code, amount_cents=cents,
        is_rest_confirmed=cents is not None, source="BUYER", evidence="mail",
    )  # fmt: skip


def see(world: World, query: str, **said: Any) -> list[dict[str, Any]]:
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as look:
        return look(query, **said)


@pytest.mark.parametrize(("means", "is_remitted", "is_accepted"), [
    ("CHQ", False, False), ("CHQ", True, False), ("LCR", False, True)])  # fmt: skip
def test_a_cheque_or_an_accepted_bill_in_our_hands_is_not_reminded_of(
    world: World, means: str, is_remitted: bool, is_accepted: bool
) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=1))
    if means == "CHQ":
        instruments.cheque(world, world.ids["C-1"], 1_500_000, pays=PAYS)
    else:
        instruments.bill(world, world.ids["C-1"], 1_500_000, DUE + timedelta(days=60),
                         is_accepted=is_accepted, pays=PAYS)  # fmt: skip
    if is_remitted:
        instruments.remit(world)
    bank_of(world, DUE + timedelta(days=2))
    run = remind(world, DUE + timedelta(days=3))
    assert (run["claimed_cents"], run["stopped"]) == (0, {"paid": 2})
    assert asked(world) == [(0, 1_200_000, 0, 0, 0), (0, 300_000, 0, 0, 0)]


def test_a_bill_that_nobody_accepted_is_no_promise(world: World) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    instruments.bill(world, world.ids["C-1"], 1_500_000, DUE + timedelta(days=60), pays=PAYS)
    assert remind(world, DUE + timedelta(days=3))["claimed_cents"] == 1_500_000


def test_what_an_instrument_brings_beyond_the_invoices_it_names_pays_the_oldest(
    world: World,
) -> None:
    bank_of(world, DUE + timedelta(days=2))
    dispute(world, "FA-1001", "LIT-PRX", 200_000)
    instruments.cheque(world, world.ids["C-1"], 500_000, pays={"FA-1002": 300_000})
    assert asked(world) == [(200_000, 200_000, 800_000, 0, 800_000), (0, 300_000, 0, 0, 0)]


@pytest.mark.parametrize("code", ["LIT-RFA", "LIT-CPS", "LIT-AVO"])
def test_whatever_is_disputed_is_not_claimed_be_it_funded_or_not(world: World, code: str) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    dispute(world, "FA-1002", code, 300_000)
    run = remind(world, DUE + timedelta(days=3))
    assert (run["claimed_cents"], run["stopped"]) == (1_200_000, {"disputed": 1})


def one_stage(world: World, stage: str, channel: str) -> None:
    """A plan of one stage, three days late; run on that day."""
    set_plan(world, stages=stages((stage, 3, channel)))
    bank_of(world, DUE + timedelta(days=2))
    remind(world, DUE + timedelta(days=3))


def stages(*told: tuple[str, int, str]) -> pl.DataFrame:
    return PLAN.frame([
        {"stage_number": number, "stage": stage, "offset_days": days, "channel": channel,
         "least_cents": 0} for number, (stage, days, channel) in enumerate(told, 1)])  # fmt: skip


def test_a_collector_calls_for_what_is_still_to_ask_for_today(world: World) -> None:
    one_stage(world, "R2", "CALL")

    def calls() -> list[tuple[int, int]]:
        return [
            (row["amount_cents"], row["line_count"])
            for row in see(world, "read_reminder_calls", contract_id=None, on=world.on)
        ]

    assert calls() == [(1_500_000, 2)]
    dispute(world, "FA-1002", "LIT-QUA")
    assert calls() == [(1_200_000, 1)]
    bank_of(world, DUE + timedelta(days=3), {"cents": 200_000, "text": "merci",
                                             "payer_name": "BETA SA"})  # fmt: skip
    assert calls() == [(1_000_000, 1)]
    set_plan(world, stages=PLAN.empty())
    assert calls() == []  # reminders are switched off
    set_plan(world)
    assert len(calls()) == 1
    dispute(world, "FA-1001", "LIT-QUA")
    assert calls() == []


def test_what_is_disputed_or_paid_is_not_handed_over(world: World) -> None:
    one_stage(world, "CTX", "HANDOVER")
    told = {"contract_id": world.ids["C-1"], "reminder_id": world.one("SELECT id FROM reminder")}
    asked = world.asked("anna")
    dispute(world, "FA-1002", "LIT-QUA")
    instruments.cheque(world, world.ids["C-1"], 1_200_000, pays={"FA-1001": 1_200_000})
    with refused(world.conn, "nothing_open", reminder_id=told["reminder_id"],
                 reminder_stop="paid"):  # fmt: skip
        hand_over(world.conn, asked, **told)
    assert states(world) == [("CTX", "HANDOVER", "WAITING", "")]


def test_of_a_hand_over_only_what_may_be_claimed_today_goes(world: World) -> None:
    one_stage(world, "CTX", "HANDOVER")
    told = {"contract_id": world.ids["C-1"], "reminder_id": world.one("SELECT id FROM reminder")}
    dispute(world, "FA-1002", "LIT-QUA")
    world.on = DUE + timedelta(days=9)
    with refused(world.conn, "reminder_waits", reminder_id=told["reminder_id"],
                 reminder_wait="bank_late"):  # fmt: skip
        hand_over(world.conn, world.asked("anna"), **told)
    bank_of(world, world.on - timedelta(days=1))
    world.on += timedelta(days=1)
    assert hand_over(world.conn, world.asked("anna"), **told)["count"] == 1


def test_no_stage_comes_before_the_one_before_it_has_left(world: World) -> None:
    set_plan(world, stages=stages(("R1", 3, "LETTER"), ("MED", 10, "REGISTERED"),
                                  ("CTX", 20, "HANDOVER")))  # fmt: skip

    def run(days: int) -> dict[str, int]:
        on = DUE + timedelta(days=days)
        bank_of(world, last_business_day(on))
        return dict(remind(world, on)["by_stage"])

    assert [run(days) for days in (3, 10, 21)] == [{"R1": 1}, {}, {}]
    print_reminders(world.conn, world.asked("anna"), contract_id=None)
    # its pace counts from the day on which it left, the 21st
    assert [run(days) for days in (27, 28, 45)] == [{}, {"MED": 1}, {}]
    print_reminders(world.conn, world.asked("anna"), contract_id=None)
    assert [run(days) for days in (53, 57)] == [{}, {"CTX": 1}]


def test_a_call_is_no_formal_notice(world: World) -> None:
    contact(world, "BETA SA", email="", postal_address="")
    set_plan(world, stages=stages(("MED", 3, "REGISTERED"), ("CTX", 10, "HANDOVER")))
    for days in (3, 10, 21):
        on = DUE + timedelta(days=days)
        bank_of(world, last_business_day(on))
        assert remind(world, on)["waiting"] == {"no_address": 1}
    assert states(world) == []
    contact(world, "BETA SA", email="")
    assert remind(world, on)["by_stage"] == {"MED": 1}


def test_what_a_person_has_dropped_is_not_queued_again(world: World) -> None:
    one_stage(world, "R1", "EMAIL")
    dropped = settle_reminder(
        world.conn,
        world.asked("anna"),
        contract_id=world.ids["C-1"],
        reminder_id=world.one("SELECT id FROM reminder"),
        has_left=False,
    )
    assert dropped["reminder_state"] == "DROPPED"
    assert remind(world, world.on)["count"] == 0
    assert states(world) == [("R1", "EMAIL", "DROPPED", "by hand")]


def test_a_plan_switched_off_stops_what_it_has_queued(world: World) -> None:
    one_stage(world, "R1", "LETTER")
    set_plan(world, stages=PLAN.empty())
    printed = print_reminders(world.conn, world.asked("anna"), contract_id=None)
    assert (printed["count"], printed["dropped"]) == (0, {"plan_off": 1})


def test_where_the_client_reminds_we_do_not(world: World) -> None:
    managed = world.contract("C-3", disclosure_mode="NOTIFIED_CLIENT_MANAGED")
    world.limit(managed, "BETA SA", 5_000_000)
    world.remit(managed, {"number": "FB-1", "cents": 100_000, "due_on": DUE})
    contact(world, "BETA SA")
    set_plan(world, contract_id=managed)
    bank_of(world, DUE + timedelta(days=2))
    run = remind(world, DUE + timedelta(days=3))
    assert (run["count"], run["waiting"]) == (0, {"client_chases": 1})


def test_a_buyer_that_was_not_told_gets_a_notice_before_any_reminder(world: World) -> None:
    world.remit(world.ids["C-1"], {"number": "FA-9", "cents": 100_000, "due_on": DUE,
                                   "buyer": "DELTA SARL"})  # fmt: skip
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    run = remind(world, DUE + timedelta(days=3))
    assert (run["count"], run["waiting"]) == (1, {"not_told": 1})
    contact(world, "DELTA SARL")
    assert remind(world, world.on)["count"] == 1


@pytest.mark.parametrize(("text", "asked_cents"), [("FA-1001", 300_000), ("merci", 300_000)])
def test_what_the_bank_tells_of_this_morning_is_not_asked_for(
    world: World, text: str, asked_cents: int
) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    world.on = DUE + timedelta(days=3)
    told = {"cents": 1_200_000, "text": text, "payer_name": "BETA SA"}
    announce(world, told, source="camt.052", references="R-1", status="PDNG")
    announce(world, told, source="camt.054", references="R-1")
    assert sum(row[-1] for row in asked(world)) == asked_cents
    assert remind(world, world.on)["claimed_cents"] == asked_cents
    # a statement of the day that does not book it: it did not come
    bank_of(world, world.on)
    assert sum(row[-1] for row in asked(world)) == 1_500_000


def test_by_its_link_a_buyer_promises_for_thirty_days_once(world: World) -> None:
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2))
    share(world, "BETA SA")
    fa_1001 = {"invoice_ids": [invoice(world, "FA-1001")], "amount_cents": None}
    with refused(world.conn, "promise_wrong", promise_fault="too_late"):
        say(world, promise_by_link, pay_on=world.on + timedelta(days=31), **fa_1001)
    assert asked(world)[0][-1] == 1_200_000
    say(world, promise_by_link, pay_on=world.on + timedelta(days=10), **fa_1001)
    assert asked(world)[0][3:] == (1_200_000, 0)
    world.on += timedelta(days=14)  # the day and three more are over
    assert asked(world)[0][3:] == (0, 1_200_000)
    with refused(world.conn, "promised_before"):
        say(world, promise_by_link, pay_on=world.on + timedelta(days=3), **fa_1001)


def test_what_is_due_later_carries_no_promise_of_what_is_overdue(world: World) -> None:
    world.remit(world.ids["C-1"], {"number": "FA-2001", "cents": 100,
                                   "due_on": DUE + timedelta(days=100)})  # fmt: skip
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2))
    share(world, "BETA SA")
    later = {"pay_on": DUE + timedelta(days=120), "amount_cents": None}
    with refused(world.conn, "promise_wrong", promise_fault="too_late"):
        say(world, promise_by_link, **later,
            invoice_ids=[invoice(world, "FA-1001"), invoice(world, "FA-2001")])  # fmt: skip
    say(world, promise_by_link, **later, invoice_ids=[invoice(world, "FA-2001")])
    assert [row[-1] for row in asked(world)] == [1_200_000, 300_000, 0]


def test_a_transfer_that_a_buyer_announces_has_five_days_to_come(world: World) -> None:
    set_plan(world)
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2))
    share(world, "BETA SA")
    fa_1002 = {"invoices": {str(invoice(world, "FA-1002")): 300_000}, "amount_cents": 300_000}
    far = world.on + timedelta(days=31)
    with refused(world.conn, "advice_day_wrong", paid_on=far, days=30):
        say(world, advise_by_link, paid_on=far, **fa_1002)
    say(world, advise_by_link, paid_on=world.on, **fa_1002)
    told = remind(world, DUE + timedelta(days=3))
    assert (told["claimed_cents"], told["stopped"]) == (1_200_000, {"promised": 1})
    world.on = DUE + timedelta(days=8)
    assert asked(world)[1][-1] == 300_000


def test_a_promise_is_kept_by_money_that_waits(world: World) -> None:
    bank_of(world, DUE + timedelta(days=1))
    day = promising.INSTALMENTS.frame(
        [{"due_on": DUE + timedelta(days=5), "instalment_cents": 1_200_000}])  # fmt: skip
    promising.record_promise(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], invoice_ids=[invoice(world, "FA-1001")], evidence="call",
        consent="", instalments=day,
    )  # fmt: skip
    bank_of(world, DUE + timedelta(days=5), {"cents": 1_190_000, "text": "merci",
                                             "payer_name": "BETA SA"})  # fmt: skip
    world.on = DUE + timedelta(days=10)

    def state() -> tuple[Any, ...]:
        (row,) = followed(instalments(world.conn, world.on, world.ids["C-1"]))
        return row["promise_state"], row["instalment_late_cents"]

    assert state() == ("BROKEN", 10_000)
    bank_of(world, DUE + timedelta(days=10), {"cents": 10_000, "text": "le reste",
                                              "payer_name": "BETA SA"})  # fmt: skip
    assert state() == ("KEPT", 0)
    assert promises_to_follow(world.conn, world.on) == [world.ids["C-1"]]


@pytest.mark.parametrize(("means", "days"), [("CHQ", 30), ("LCR", 5)])
def test_what_nobody_hands_to_a_bank_is_not_in_hand_for_ever(
    world: World, means: str, days: int
) -> None:
    bank_of(world, DUE + timedelta(days=1))
    if means == "CHQ":
        instruments.cheque(world, world.ids["C-1"], 1_500_000, pays=PAYS)
    else:
        instruments.bill(world, world.ids["C-1"], 1_500_000, DUE + timedelta(days=1),
                         is_accepted=True, pays=PAYS)  # fmt: skip
    world.on = DUE + timedelta(days=1 + days)
    assert sum(row[-1] for row in asked(world)) == 0
    world.on += timedelta(days=1)
    assert sum(row[-1] for row in asked(world)) == 1_500_000
    if means == "CHQ":
        instruments.remit(world)
        assert sum(row[-1] for row in asked(world)) == 0


def test_no_hand_over_follows_a_formal_notice_that_a_person_dropped(world: World) -> None:
    set_plan(world, stages=stages(("MED", 3, "REGISTERED"), ("CTX", 10, "HANDOVER")))
    bank_of(world, DUE + timedelta(days=2))
    remind(world, DUE + timedelta(days=3))
    settle_reminder(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], has_left=False,
                    reminder_id=world.one("SELECT id FROM reminder"))  # fmt: skip
    on = DUE + timedelta(days=10)
    bank_of(world, last_business_day(on))
    run = remind(world, on)
    assert (run["count"], run["waiting"]) == (0, {"no_notice": 1})
    set_plan(world, stages=stages(("R1", 1, "EMAIL"), ("MED", 3, "REGISTERED"),
                                  ("CTX", 10, "HANDOVER")))  # fmt: skip
    assert remind(world, on)["by_stage"] == {"MED": 1}
    print_reminders(world.conn, world.asked("anna"), contract_id=None)
    on = DUE + timedelta(days=17)
    bank_of(world, last_business_day(on))
    assert remind(world, on)["by_stage"] == {"CTX": 1}
