"""Campaigns of verification: drawn by value and risk, the same on a replay, an answer counts at
once, never under a confidential contract."""

from datetime import timedelta

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.buyer_page.verifying import draw_sample, record_verification
from tests.cast import draw
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """Fifty invoices on BETA SA, one of them large."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 90_000_000)
    due_on = opened.on + timedelta(days=40)
    opened.remit(contract, {"number": "BIG", "cents": 6_000_001, "due_on": due_on}, *(
        {"number": f"FA-{number}", "cents": 50_000 + 1_013 * number, "due_on": due_on}
        for number in range(50)))  # fmt: skip
    return opened


def sample(world: World, contract: str = "C") -> Answer:
    return draw_sample(world.conn, world.asked("anna"), contract_id=world.ids[contract])


def answer(world: World, number: str, said: str) -> Answer:
    invoice_id = world.one("SELECT id FROM invoice WHERE invoice_number = %s", number)
    return record_verification(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                               invoice_id=invoice_id, answer=said, source="call")  # fmt: skip


DRAWN = """SELECT i.invoice_number, v.cause FROM verification v
    JOIN invoice i ON i.contract_id = v.contract_id AND i.id = v.invoice_id ORDER BY 1"""


def test_a_tenth_of_the_value_is_drawn_and_the_large_one_of_a_new_client(world: World) -> None:
    told = sample(world)
    drawn = dict(world.rows(DRAWN))
    assert drawn["BIG"] == "NEW_CLIENT"
    by_value = world.one("SELECT sum(amount_cents)::bigint FROM verification WHERE cause = 'VALUE'")
    whole = world.one("SELECT sum(open_cents)::bigint FROM invoice")
    assert (by_value or 0) + 6_000_001 >= whole // 10
    assert told["count"] == len(drawn)
    assert told["amount_cents"] < whole
    numbers = {row[0] for row in world.rows("SELECT draw_ppm FROM verification")}
    world.conn.execute("SELECT 1")
    again = {row[0] for row in world.rows(
        """SELECT ('x' || left(encode(sha256(convert_to(i.fingerprint::text || '2026-01'
               || (SELECT value #>> '{}' FROM term WHERE subject = 'FACTOR'
                   AND name = 'sampling_key'), 'UTF8')), 'hex'), 8))::bit(32)::bigint %% 1000000
           FROM verification v JOIN invoice i ON i.id = v.invoice_id""")}  # fmt: skip
    assert numbers == again


def test_what_was_drawn_is_not_drawn_again(world: World) -> None:
    first = set(sample(world)["invoice_ids"])
    assert first.isdisjoint(sample(world)["invoice_ids"])


def test_not_recognised_disputes_holds_and_freezes_at_once(world: World) -> None:
    sample(world)
    assert draw(world, "alice", world.ids["C"], 100)["amount_cents"] == 100
    told = answer(world, "BIG", "NOT_RECOGNISED")
    assert told["dispute_id"]
    assert told["alarm_id"]
    assert world.one("SELECT code FROM dispute") == "LIT-INC"
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        draw(world, "alice", world.ids["C"], 100)
    assert answer(world, "FA-1", "CONFIRMED")["alarm_id"] is None


def test_a_confidential_contract_is_never_asked_about(world: World) -> None:
    world.amend(world.ids["C"], {"disclosure_mode": "CONFIDENTIAL"})
    with refused(world.conn, "verification_confidential", number="C-1"):
        sample(world)
    with refused(world.conn, "verification_confidential", number="C-1"):
        answer(world, "BIG", "CONFIRMED")
    assert world.rows("SELECT 1 FROM verification") == []
