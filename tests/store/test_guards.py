"""The database has the last word: what it refuses even to the writer's own SQL."""

from collections.abc import Callable
from datetime import date
from threading import Thread

import psycopg
import pytest

from tests.cast import ceiling
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, violated

Connect = Callable[[str], psycopg.Connection]

DAY = date(2026, 1, 16)
ENTRY = """INSERT INTO entry (contract_id, key, journal, entry_on, value_on, act_id)
    VALUES (%s, %s, 'MISC', %s, %s, 1) RETURNING id"""
LINE = "INSERT INTO posting (contract_id, entry_id, line, account, currency, amount_cents) VALUES "
MOVEMENT = """INSERT INTO movement (contract_id, item_id, entry_id, account, amount_cents)
    VALUES (%s, 1, %s, 'DEB', 100)"""
ALLOTMENT = """INSERT INTO allotment (ceiling_id, contract_id, amount_cents, on_date, act_id)
    VALUES (%s, %s, %s, %s, 1)"""
CLOSED = "INSERT INTO period_change (month_on, is_closed, act_id) VALUES (%s, %s, 1)"
ORDER = """INSERT INTO payment_order (contract_id, id, purpose, payee_account_id, currency,
        amount_cents, available_cents, end_to_end_reference, prepared_at, promised_at, act_id)
    SELECT %s, 1, %s, id, 'EUR', %s, %s, 'CPT-1', now(), now(), 1 FROM payee_account"""
HELD = """INSERT INTO held (fingerprint, contract_id, invoice_id)
    VALUES ('00000000-0000-0000-0000-000000000001', %s, %s)"""
DECISION = """INSERT INTO approval_decision (approval_id, proposed_by, decided_by, decision, act_id)
    VALUES (%s, %s, %s, 'APPROVED', 1)"""


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["contract"] = opened.contract()
    return opened


def add_entry(
    world: World, key: str, on: date = DAY, conn: psycopg.Connection | None = None
) -> int:
    """An entry of the contract with no line yet."""
    found = (conn or world.conn).execute(ENTRY, (world.ids["contract"], key, on, on)).fetchone()
    assert found is not None
    return int(found[0])


def add_lines(world: World, entry_id: int, *lines: tuple[str, str, int]) -> None:
    """Lines (account, currency, cents) of an entry, in one statement."""
    values: list[object] = []
    for number, (account, currency, cents) in enumerate(lines, 1):
        values += [world.ids["contract"], entry_id, number, account, currency, cents]
    world.conn.execute(LINE + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(lines)), values)


def balances(world: World) -> dict[tuple[str, str, date], int]:
    found = world.conn.execute(
        "SELECT account, currency, value_on, amount_cents FROM balance WHERE contract_id = %s",
        (world.ids["contract"],),
    ).fetchall()
    return {(account, currency, on): cents for account, currency, on, cents in found}


# Entries and their lines --------------------------------------------------------------------------


def test_a_balanced_entry_moves_the_balances_of_its_value_date(world: World) -> None:
    with world.conn.transaction():
        add_lines(world, add_entry(world, "one"), ("DEB", "EUR", 500), ("CCA", "EUR", -500))
        add_lines(world, add_entry(world, "two"), ("DEB", "EUR", -200), ("CCA", "EUR", 200))
    assert balances(world) == {("DEB", "EUR", DAY): 300, ("CCA", "EUR", DAY): -300}


def test_an_entry_off_by_one_cent_is_refused(world: World) -> None:
    with violated(world.conn, "entry_balances"):
        add_lines(world, add_entry(world, "off"), ("DEB", "EUR", 500), ("CCA", "EUR", -499))


def test_an_entry_must_balance_in_each_currency(world: World) -> None:
    with violated(world.conn, "entry_balances"):
        add_lines(world, add_entry(world, "mixed"), ("DEB", "EUR", 500), ("CCA", "USD", -500))


def test_an_entry_of_one_line_is_refused(world: World) -> None:
    with violated(world.conn, "entry_has_two_lines"):
        add_lines(world, add_entry(world, "one line"), ("DEB", "EUR", 500))


def test_a_line_of_zero_cents_is_refused(world: World) -> None:
    with violated(world.conn, "posting_amount_cents_check"):
        add_lines(world, add_entry(world, "zero"), ("DEB", "EUR", 0), ("CCA", "EUR", 0))


def test_lines_of_an_entry_of_another_transaction_are_refused(world: World) -> None:
    entry_id = add_entry(world, "before")
    with violated(world.conn, "entry_of_this_transaction"):
        add_lines(world, entry_id, ("DEB", "EUR", 500), ("CCA", "EUR", -500))


def test_lines_of_another_contracts_entry_are_refused(world: World) -> None:
    other = world.contract("C-2")
    with violated(world.conn, "entry_of_this_transaction"):
        found = world.conn.execute(ENTRY, (other, "theirs", DAY, DAY)).fetchone()
        assert found is not None
        add_lines(world, found[0], ("DEB", "EUR", 500), ("CCA", "EUR", -500))


def test_nobody_says_that_an_entry_is_of_another_transaction(world: World) -> None:
    before = contents(world.conn)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), world.conn.transaction():
        world.conn.execute(
            """INSERT INTO entry (contract_id, key, journal, entry_on, value_on, act_id, xact)
               VALUES (%s, 'later', 'MISC', %s, %s, 1, '999999')""",
            (world.ids["contract"], DAY, DAY),
        )
    assert contents(world.conn) == before


def test_an_event_is_booked_once_under_its_key(world: World) -> None:
    add_entry(world, "remittance/1")
    with violated(world.conn, "entry_contract_id_key_key"):
        add_entry(world, "remittance/1")


def test_a_movement_of_an_entry_of_another_transaction_is_refused(world: World) -> None:
    entry_id = add_entry(world, "before")
    with violated(world.conn, "entry_of_this_transaction"):
        world.conn.execute(MOVEMENT, (world.ids["contract"], entry_id))


def test_a_movement_of_another_contracts_entry_is_refused(world: World) -> None:
    other = world.contract("C-2")
    with violated(world.conn, "entry_of_this_transaction"):
        world.conn.execute(MOVEMENT, (other, add_entry(world, "ours")))


# Closed months ------------------------------------------------------------------------------------


def test_an_entry_in_a_closed_month_is_refused_and_the_month_stays_closed(world: World) -> None:
    world.conn.execute(CLOSED, (date(2026, 1, 1), True))
    with violated(world.conn, "month_is_open"):
        add_entry(world, "last day", date(2026, 1, 31))
    add_entry(world, "next month", date(2026, 2, 1))
    with violated(world.conn, "closed_for_good"):
        world.conn.execute(CLOSED, (date(2026, 1, 1), False))


def test_a_month_is_closed_on_its_first_day_only(world: World) -> None:
    with violated(world.conn, "period_change_month_on_check"):
        world.conn.execute(CLOSED, (date(2026, 1, 2), True))


def test_a_month_closes_only_once_the_entries_under_way_are_in(
    world: World, connect_to: Connect
) -> None:
    booking, closing = connect_to("comptant_writer"), connect_to("comptant_writer")
    closing.autocommit = True
    add_entry(world, "under way", conn=booking)
    close = Thread(target=lambda: closing.execute(CLOSED, (date(2026, 1, 1), True)))
    close.start()
    close.join(0.3)
    assert close.is_alive()
    booking.commit()
    close.join(10)
    found = world.conn.execute(
        "SELECT e.booked_at < p.recorded_at FROM entry e, period_change p WHERE e.key = 'under way'"
    ).fetchall()
    assert found == [(True,)]
    with violated(world.conn, "month_is_open"):
        add_entry(world, "too late")


# Ceilings -----------------------------------------------------------------------------------------


@pytest.fixture
def shared(world: World) -> int:
    """A ceiling of 1 000.00 on BETA SA, over all clients."""
    return int(ceiling(world, "BUYER", world.ids["BETA SA"], 100_000)["ceiling_id"])


def test_shares_up_to_the_ceiling_are_taken_and_one_cent_more_is_refused(
    world: World, shared: int
) -> None:
    world.conn.execute(ALLOTMENT, (shared, 1, 60_000, DAY))
    world.conn.execute(ALLOTMENT, (shared, 2, 40_000, DAY))
    with violated(world.conn, "allotments_within_ceiling"):
        world.conn.execute(ALLOTMENT, (shared, 2, 40_001, DAY))


def test_two_shares_at_once_never_pass_the_ceiling(
    world: World, shared: int, connect_to: Connect
) -> None:
    first, second = connect_to("comptant_writer"), connect_to("comptant_writer")
    refusals: list[str | None] = []

    def share() -> None:
        try:
            second.execute(ALLOTMENT, (shared, 2, 60_000, DAY))
        except psycopg.errors.IntegrityError as error:
            refusals.append(error.diag.constraint_name)
        second.rollback()

    first.execute(ALLOTMENT, (shared, 1, 60_000, DAY))
    other = Thread(target=share)
    other.start()
    other.join(0.3)
    assert other.is_alive()
    first.commit()
    other.join(10)
    assert refusals == ["allotments_within_ceiling"]
    found = world.conn.execute("SELECT contract_id, amount_cents FROM allotment").fetchall()
    assert found == [(1, 60_000)]


def test_a_share_counts_against_the_ceiling_of_its_day(world: World, shared: int) -> None:
    ceiling(world, "BUYER", world.ids["BETA SA"], 50_000, from_on=date(2026, 2, 1))
    with violated(world.conn, "allotments_within_ceiling"):
        world.conn.execute(ALLOTMENT, (shared, 1, 60_000, date(2026, 2, 1)))
    world.conn.execute(ALLOTMENT, (shared, 1, 60_000, date(2026, 1, 31)))


def test_under_a_ceiling_that_was_cut_a_share_may_fall_but_not_rise(
    world: World, shared: int
) -> None:
    world.conn.execute(ALLOTMENT, (shared, 1, 60_000, DAY))
    world.conn.execute(ALLOTMENT, (shared, 2, 40_000, DAY))
    ceiling(world, "BUYER", world.ids["BETA SA"], 50_000)
    with violated(world.conn, "allotments_within_ceiling"):
        world.conn.execute(ALLOTMENT, (shared, 1, 60_001, DAY))
    world.conn.execute(ALLOTMENT, (shared, 1, 30_000, DAY))
    with violated(world.conn, "allotments_within_ceiling"):
        world.conn.execute(ALLOTMENT, (shared, 1, 30_001, DAY))


# Two people, one purchase, no more than available ----------------------------------------------


def test_the_database_refuses_that_the_proposer_decides(world: World) -> None:
    anna, ada = world.users["anna"].id, world.users["ada"].id
    found = world.conn.execute(
        """INSERT INTO approval (kind, arguments, proposed_by, act_id)
           VALUES ('limit', '{}', %s, 1) RETURNING id""", (anna,),
    ).fetchone()  # fmt: skip
    assert found is not None
    with violated(world.conn, "two_people"):
        world.conn.execute(DECISION, (found[0], anna, anna))
    # Nor by saying that somebody else had proposed it.
    with violated(world.conn, "approval_decision_approval_id_proposed_by_fkey"):
        world.conn.execute(DECISION, (found[0], ada, anna))
    world.conn.execute(DECISION, (found[0], anna, ada))
    with violated(world.conn, "approval_decision_pkey"):
        world.conn.execute(DECISION, (found[0], anna, world.users["carl"].id))


def test_an_invoice_is_held_once_in_the_whole_house(world: World) -> None:
    world.conn.execute(HELD, (world.ids["contract"], 1))
    with violated(world.conn, "held_pkey"):
        world.conn.execute(HELD, (world.ids["contract"] + 1, 2))


def test_a_draw_above_what_was_available_is_refused(world: World) -> None:
    contract = world.ids["contract"]
    with violated(world.conn, "draw_within_availability"):
        world.conn.execute(ORDER, (contract, "DRAW", 100_001, 100_000))
    with violated(world.conn, "draw_within_availability"):
        world.conn.execute(ORDER, (contract, "DRAW", 1, None))
    world.conn.execute(ORDER, (contract, "DRAW", 100_000, 100_000))


def test_money_that_is_not_the_clients_is_sent_back_whatever_he_may_draw(world: World) -> None:
    world.conn.execute(ORDER, (world.ids["contract"], "RETURN", 100_000, None))


def test_an_order_takes_each_step_once(world: World) -> None:
    step = """INSERT INTO payment_order_step (contract_id, order_id, step, on_date, act_id)
        VALUES (%s, 1, 'SENT', %s, 1)"""
    world.conn.execute(step, (world.ids["contract"], DAY))
    with violated(world.conn, "payment_order_step_pkey"):
        world.conn.execute(step, (world.ids["contract"], DAY))
