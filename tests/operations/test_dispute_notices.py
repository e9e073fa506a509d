"""Disputes that nobody settles: the close tells, the client is given notice, people may de-fund."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.risk import disputes
from comptant.operations.risk.dispute_notices import notify_defunding
from tests.facts import World, open_world
from tests.houses import house
from tests.reading_papers import text_of
from tests.traces import refused

OPENED = date(2026, 1, 16)
ESCALATED = OPENED + timedelta(days=31)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 and FA-2 of BETA SA, due in September; FA-1 disputed on 16 January."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.amend(contract, {"overdue_cutoff_days": 3_650})
    due = date(2026, 3, 10)
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": due},
                 {"number": "FA-2", "cents": 500_000, "due_on": due})  # fmt: skip
    opened.ids["dispute"] = dispute(opened, "FA-1")
    return opened


def dispute(world: World, number: str, **said: Any) -> int:
    return int(
        disputes.open_dispute(
            world.conn,
            world.asked("anna"),
            **{
                "contract_id": world.ids["C"],
                "code": "LIT-QUA",
                "amount_cents": 400_000,
                "invoice_id": world.one("SELECT id FROM invoice WHERE invoice_number = %s", number),
                "is_rest_confirmed": False,
                "source": "BUYER",
                "evidence": "mail",
                **said,
            },
        )["dispute_id"]
    )


def notify(world: World, *ids: int, login: str = "anna") -> Answer:
    return notify_defunding(world.conn, world.asked(login), contract_id=world.ids["C"],
                            dispute_ids=list(ids))  # fmt: skip


def told(world: World, day: date) -> tuple[list[str], list[str]]:
    """Of a close: of which disputes notice is due, which invoices may be de-funded."""
    look = world.close(day)["to_look_at"]
    return ([row["invoice_number"] for row in look["dispute_notices"]["rows"]],
            [row["invoice_number"] for row in look["defunding"]["rows"]])  # fmt: skip


def test_the_close_tells_and_only_a_notice_makes_a_candidate(world: World) -> None:
    assert told(world, ESCALATED - timedelta(days=1)) == ([], [])
    with refused(world.conn, "dispute_not_escalated", dispute_id=world.ids["dispute"]):
        notify(world, world.ids["dispute"])
    assert told(world, ESCALATED) == (["FA-1"], [])
    assert told(world, ESCALATED + timedelta(days=60)) == (["FA-1"], [])  # however long it lasts
    world.on += timedelta(days=1)
    given = notify(world)
    until = world.on + timedelta(days=30)
    assert [(row["invoice_number"], row["still_disputed_cents"], row["defund_from_on"])
            for row in given["notices"]] == [("FA-1", 400_000, until)]  # fmt: skip
    with refused(world.conn, "nothing_to_notify", number="C-1"):
        notify(world)
    assert told(world, until - timedelta(days=1)) == ([], [])
    assert told(world, until) == ([], ["FA-1"])
    assert world.one("SELECT count(*) FROM term WHERE name = 'is_defunded'") == 0
    world.on = until
    (row,) = disputes.followed([{
        "dispute_id": 1, "dispute_code": "LIT-QUA", "disputed_on": OPENED, "today_on": until,
        "dispute_cents": 1, "open_cents": 1, "disputable_cents": 1, "is_answered": False,
        "is_credit_expected": False, "defund_from_on": until}])  # fmt: skip
    assert (row["dispute_status"], row["next_act"], row["act_by_on"]) == (
        "NOTIFIED", "defund", until)  # fmt: skip
    invoice_id = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    returns.defund(world.conn, world.asked("anna"), contract_id=world.ids["C"], reason="DISPUTE",
                   invoice_ids=[invoice_id])  # fmt: skip
    assert told(world, until + timedelta(days=1)) == ([], [])


def test_a_notice_ends_no_sooner_than_sixty_days_after_the_dispute(world: World) -> None:
    world.amend(world.ids["C"], {"defund_notice_days": 10})
    world.on = ESCALATED
    assert notify(world)["notices"][0]["defund_from_on"] == OPENED + timedelta(days=60)


def test_a_dispute_settled_meanwhile_makes_no_candidate(world: World) -> None:
    world.on = ESCALATED
    notify(world)
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                            dispute_id=world.ids["dispute"], credit_cents=0,
                            evidence="mail")  # fmt: skip
    assert told(world, OPENED + timedelta(days=70)) == ([], [])


def test_one_letter_tells_them_all_and_is_kept_for_the_client(world: World) -> None:
    second = dispute(world, "FA-2")
    dispute(world, "FA-2", code="LIT-RFA", amount_cents=10_000)  # reserved: no notice of it
    world.on = ESCALATED
    given = notify(world)
    assert given["dispute_ids"] == [world.ids["dispute"], second]
    content, contract = world.rows(
        "SELECT content, contract_id FROM document WHERE encode(digest, 'hex') = %s",
        given["digest"])[0]  # fmt: skip
    words = text_of(bytes(content))
    assert contract == world.ids["C"]
    for said in ("Préavis de définancement", "FA-1", "FA-2", "18/03/2026", "4 000,00 €"):
        assert said in words, words
    with refused(world.conn, "not_your_right", login="tania"):
        notify(world, login="tania")
