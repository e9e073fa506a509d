"""The close of a day: what time changes, proofs, numbers; stopped, skipped and closed days."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.closing import close
from comptant.store.connection import superuser_connect
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, refused, violated

CENTS = 1_000_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def funded(world: World, **terms: Any) -> int:
    """A contract with one open invoice of BETA SA, due on 10 March."""
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 10)})
    return contract


def close_one(world: World, day: date) -> Any:
    return close.close(world.conn, world.asked("aron"), day, lambda done, of: None)


def close_period(world: World, month_on: date) -> Any:
    return close.close_period(world.conn, world.asked("aron"), month_on=month_on)


def numbers(world: World) -> dict[tuple[str, int], list[int]]:
    """The numbers of each journal and year, in order."""
    found: dict[tuple[str, int], list[int]] = {}
    for journal, year, number in world.rows(
        "SELECT journal, year, number FROM entry_number ORDER BY journal, year, number"
    ):
        found.setdefault((journal, year), []).append(number)
    return found


def test_the_first_close_may_be_any_day_and_the_next_is_the_day_after(world: World) -> None:
    funded(world)
    told = close_one(world, world.on)
    assert told["contracts"] == 1
    assert close_one(world, world.on) == told  # the same day again: the first answer
    with refused(world.conn, "day_closed", day=world.on - timedelta(days=1)):
        close_one(world, world.on - timedelta(days=1))
    world.on += timedelta(days=2)
    with refused(world.conn, "day_skipped", day=world.on, next_on=world.on - timedelta(days=1)):
        close_one(world, world.on)
    world.close(world.on)
    assert world.rows("SELECT day FROM day_close ORDER BY day") == [
        (date(2026, 1, 16),), (date(2026, 1, 17),), (date(2026, 1, 18),)]  # fmt: skip


def test_only_the_accountant_closes(world: World) -> None:
    funded(world)
    world.users["aron"] = world.users["tania"]
    with refused(world.conn, "not_your_right", operation="close_slice", login="tania"):
        close_one(world, world.on)


def test_a_close_that_was_stopped_is_taken_up_where_it_stopped(world: World) -> None:
    first = funded(world)
    second = world.contract("C-2")

    def stop(done: int, of: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        close.close(world.conn, world.asked("aron"), world.on, stop, size=1)
    acts = "SELECT answer -> 'contract_ids' FROM act WHERE operation = 'close_slice' ORDER BY id"
    assert world.rows(acts) == [([first],)]
    assert world.rows("SELECT * FROM day_close") == []
    with refused(world.conn, "contract_not_closed", contract_id=second):
        close.close_day(world.conn, world.asked("aron"), day=world.on)
    assert world.close()["contracts"] == 2
    assert world.rows(acts) == [([first],), ([second],)]


def test_what_is_booked_after_a_close_is_dated_the_day_after_with_its_own_value_date(
    world: World,
) -> None:
    contract = funded(world)
    world.close()
    world.bank({"cents": CENTS, "text": "FA-1"})
    assert world.rows(
        "SELECT DISTINCT entry_on, value_on FROM entry WHERE contract_id = %s"
        " AND key LIKE 'bank/%%'",
        contract,
    ) == [(date(2026, 1, 17), date(2026, 1, 16))]


def test_every_entry_is_numbered_once_without_a_gap_in_its_journal_and_year(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer, date(2026, 12, 30))
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    other = world.contract("C-2")
    for number, on in enumerate((contract, other)):
        world.remit(on, {
            "number": f"FA-{number}", "cents": CENTS, "due_on": date(2027, 1, 30)})  # fmt: skip
    world.bank({"cents": 500, "text": "UNKNOWN"})
    world.close()
    assert numbers(world) == {("BQ", 2026): [1], ("CES", 2026): [1, 2]}
    world.on = date(2026, 12, 31)
    world.bank({"cents": CENTS, "text": "FA-0"})
    world.close(date(2027, 1, 4))
    world.bank({"cents": 500, "text": "UNKNOWN"}, {"cents": CENTS, "text": "FA-1"})
    world.close()
    assert numbers(world) == {
        ("BQ", 2026): [1, 2], ("CES", 2026): [1, 2], ("FAC", 2026): [1], ("IMP", 2026): [1],
        ("BQ", 2027): [1, 2], ("FAC", 2027): [1], ("IMP", 2027): [1],
    }  # fmt: skip
    assert world.one(
        "SELECT count(*) FROM entry e WHERE journal <> 'MEM' AND NOT EXISTS"
        " (SELECT FROM entry_number n WHERE n.entry_id = e.id)") == 0  # fmt: skip


def test_a_month_closes_once_its_days_are_and_then_takes_no_entry(world: World) -> None:
    contract = funded(world)
    world.close(date(2026, 1, 30))
    with refused(world.conn, "days_not_closed", last_on=date(2026, 1, 30)):
        close_period(world, date(2026, 1, 15))
    world.close(date(2026, 1, 31))
    close_period(world, date(2026, 1, 15))
    world.on = date(2026, 1, 31)
    world.remit(contract, {"number": "FA-2", "cents": CENTS, "due_on": date(2026, 3, 10)})
    assert world.rows(
        "SELECT entry_on, value_on FROM entry WHERE journal = 'CES' ORDER BY id") == [
        (date(2026, 1, 16), date(2026, 1, 16)), (date(2026, 2, 1), date(2026, 1, 31))]  # fmt: skip
    with violated(world.conn, "month_is_open"):
        world.conn.execute(
            "INSERT INTO entry (contract_id, id, key, journal, entry_on, value_on, act_id)"
            " VALUES (%s, 1, 'late', 'OD', '2026-01-20', '2026-01-20', 1)",
            (contract,),
        )


def test_a_closed_month_is_never_opened_again(world: World) -> None:
    contract = funded(world)
    world.close(date(2026, 1, 31))
    assert close_period(world, date(2026, 1, 1)) == {"month_on": "2026-01-01", "is_closed": True}
    with violated(world.conn, "closed_for_good"):
        world.conn.execute("INSERT INTO period_change (month_on, is_closed, act_id)"
                           " VALUES ('2026-01-01', false, 1)")  # fmt: skip
    world.on = date(2026, 2, 2)
    world.remit(contract, {"number": "FA-2", "cents": CENTS, "due_on": date(2026, 3, 10)})
    assert world.one("SELECT max(entry_on) FROM entry WHERE journal = 'CES'") == world.on


def test_lateness_at_the_close_is_what_a_draw_sees_without_one(world: World) -> None:
    contract = funded(world, cross_ageing_ppm=1_000_000)
    world.on = date(2026, 5, 9)  # 60 days late
    assert world.available(contract) == 900_000
    world.on = date(2026, 5, 10)
    assert world.available(contract) == 0
    held = "SELECT hold, ineligible_cents, approved_cents FROM invoice"
    assert world.rows(held) == [(None, 0, CENTS)]  # looking keeps nothing
    assert close_one(world, world.on)["judged"] == 1
    assert world.available(contract) == 0
    assert world.rows(held) == [("overdue", CENTS, 0)]


def test_a_close_reads_only_what_is_due_to_change(world: World) -> None:
    funded(world, cross_ageing_ppm=1_000_000)
    world.on = date(2026, 5, 9)
    assert close_one(world, world.on)["judged"] == 0
    world.on = date(2026, 5, 10)
    assert close_one(world, world.on)["judged"] == 1
    world.on = date(2026, 5, 11)
    assert close_one(world, world.on)["judged"] == 0


@pytest.fixture
def late(world: World) -> World:
    """BETA SA owes 300 000.00 sixty days late and 700 000.00 not due yet."""
    contract = world.ids["C-1"] = world.contract()
    world.limit(contract, "BETA SA", 500_000_000)
    world.remit(contract, {"number": "OLD-1", "cents": 30_000_000, "due_on": date(2026, 2, 16)})
    world.on = date(2026, 4, 10)
    world.remit(contract, {"number": "NEW-2", "cents": 70_000_000, "due_on": date(2026, 5, 30)})
    world.on = date(2026, 4, 17)
    return world


def holds(world: World) -> dict[str, str | None]:
    return dict(world.rows(
        "SELECT invoice_number, holds FROM invoice WHERE open_cents > 0 ORDER BY id"))  # fmt: skip


def test_a_buyer_too_late_is_stopped_by_the_close_and_well_again_once_it_pays(late: World) -> None:
    contract = late.ids["C-1"]
    close_one(late, late.on)
    assert holds(late) == {"OLD-1": None, "NEW-2": None}
    late.close()
    assert late.on == date(2026, 4, 18)
    assert holds(late) == {"OLD-1": "overdue buyer_cross_aged", "NEW-2": "buyer_cross_aged"}
    assert late.available(contract) == 0
    late.on = date(2026, 4, 19)
    late.bank({"cents": 30_000_000, "text": "OLD-1"})
    assert holds(late) == {"NEW-2": "buyer_cross_aged"}
    late.close()
    assert holds(late) == {"NEW-2": None}


def test_a_quarter_late_exactly_stops_nobody(late: World) -> None:
    late.remit(late.ids["C-1"], {
        "number": "MORE", "cents": 20_000_000, "due_on": date(2026, 5, 30)})  # fmt: skip
    late.on = date(2026, 4, 18)
    close_one(late, late.on)
    assert holds(late) == {"OLD-1": "overdue", "NEW-2": None, "MORE": None}


def test_a_buyer_that_has_paid_all_starts_afresh(late: World) -> None:
    contract = late.ids["C-1"]
    late.on = date(2026, 4, 18)
    close_one(late, late.on)
    late.on = date(2026, 4, 19)
    late.bank({"cents": 100_000_000, "text": "OLD-1 NEW-2"})
    late.close()
    late.on = date(2026, 4, 20)
    late.remit(contract, {"number": "LAST", "cents": CENTS, "due_on": date(2026, 5, 30)})
    assert holds(late) == {"LAST": None}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE exposure SET outstanding_cents = outstanding_cents + 1",
         "outstanding of buyers is 1000001, open invoices is 1000000"),
        ("UPDATE exposure SET approved_cents = approved_cents - 1",
         "approved of buyers is 999999, approved on invoices is 1000000"),
        ("UPDATE exposure SET open_count = 2",
         "open count of buyers is 2, open invoices (count) is 1"),
        ("UPDATE exposure SET unallocated_cash_cents = 5",
         "unallocated cash of buyers is 5, open payments is 0"),
        ("UPDATE balance SET amount_cents = amount_cents + 1 WHERE account = 'CCA'",
         "ledger balance CCA is -999999, postings CCA is -1000000"),
        ("UPDATE invoice SET open_cents = open_cents - 1, approved_cents = approved_cents - 1",
         "open items is 999999, movements of items is 1000000"),
    ],
)  # fmt: skip
def test_books_that_contradict_themselves_stop_the_close(
    world: World, database: str, spoil: str, said: str
) -> None:
    contract = funded(world)
    with superuser_connect(database) as superuser:
        superuser.execute(spoil)
    before = contents(world.conn)
    with pytest.raises(Refused) as caught:
        close_one(world, world.on)
    assert caught.value.facts == {
        "day": world.on, "numbers": "C-1", "why": f"contract {contract}: {said}"}  # fmt: skip
    assert contents(world.conn) == before
