"""pain.002 taken in: what the bank rejects is credited back once, what it accepts is a fact."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.formats import pain002
from comptant.operations.acts.act import Answer
from comptant.operations.closing.control import ASTRAY
from comptant.operations.paying import payment_status
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"


@house
def world(writer: psycopg.Connection) -> World:
    """Two draws of 5 000.00 and 3 000.00, sent in one file on the 16th."""
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract()
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 1)})
    world.ids["first"] = world.draw(contract, 500_000)["order_id"]
    world.ids["second"] = world.draw(contract, 300_000)["order_id"]
    world.payout()
    return world


def message(world: World) -> str:
    act_id = world.one("SELECT DISTINCT act_id FROM payment_order_step WHERE step = 'SENT'")
    return f"CPT-{act_id}"


def answers(world: World, file: str = "", group: str = "", **payments: tuple[str, str]) -> Answer:
    """The bank answers about the file, its one group, or payments: (status, more) by name."""
    told = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{reference(world, name)}</OrgnlEndToEndId>"
        f"<TxSts>{status}</TxSts>{more}</TxInfAndSts>"
        for name, (status, more) in payments.items()
    )
    xml = (
        f'<Document xmlns="{NAMESPACE}"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>'
        f"<OrgnlMsgId>{message(world)}</OrgnlMsgId>"
        f"{f'<GrpSts>{file}</GrpSts>' if file else ''}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{group_id(world)}</OrgnlPmtInfId>"
        f"{f'<PmtInfSts>{group}</PmtInfSts>' if group else ''}{told}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    )
    return take(world, xml)


def take(world: World, xml: str) -> Answer:
    read = pain002.read("status.xml", xml.encode())
    assert read.faults == ()
    return payment_status.hear_payment_status(
        world.conn, world.asked("tania"), statuses=read.rows, file_name="status.xml",
        content=xml.encode(),
    )  # fmt: skip


def group_id(world: World) -> str:
    content = bytes(world.one("SELECT content FROM document WHERE name LIKE 'pain001%%'")).decode()
    return content.partition("<PmtInfId>")[2].partition("<")[0]


def reference(world: World, name: str) -> str:
    found = world.rows(
        "SELECT end_to_end_reference FROM payment_order WHERE id = %s", world.ids.get(name)
    )
    return str(found[0][0]) if found else name


def account(world: World) -> tuple[int, int]:
    return world.balance(world.ids["C-1"], "CCA"), world.balance(world.ids["C-1"], "TRAN")


REASON = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"


def test_a_rejected_payment_is_credited_back_once_with_the_value_date_of_its_debit(
    world: World,
) -> None:
    client, _ = account(world)
    world.on += timedelta(days=4)
    for rejected, known in (([world.ids["first"]], []), ([], [world.ids["first"]])):
        answer = answers(world, "PART", first=("RJCT", REASON))
        assert (answer["accepted"], answer["rejected"], answer["known"]) == ([], rejected, known)
        assert account(world) == (client - 500_000, -300_000)
    assert world.rows("SELECT value_on FROM entry WHERE key LIKE 'order/%%/rejected'") == [
        (date(2026, 1, 16),)
    ]
    assert world.rows("SELECT order_id, status, reason FROM order_status") == [
        (world.ids["first"], "RJCT", "AC04")
    ]


@pytest.mark.parametrize("level", ["file", "group"])
def test_a_rejected_file_or_group_gives_back_each_of_its_payments(world: World, level: str) -> None:
    answer = answers(world, **{level: "RJCT"})
    assert answer["rejected"] == [world.ids["first"], world.ids["second"]]
    assert account(world)[1] == 0


def test_a_status_lower_down_takes_precedence(world: World) -> None:
    answer = answers(world, "RJCT", "RJCT", second=("ACSP", ""))
    assert (answer["rejected"], answer["accepted"]) == ([world.ids["first"]], [world.ids["second"]])


def test_an_accepted_file_is_kept_as_facts_and_moves_nothing(world: World) -> None:
    before = account(world)
    assert answers(world, "ACCP")["accepted"] == [world.ids["first"], world.ids["second"]]
    assert account(world) == before
    assert world.rows("SELECT DISTINCT status FROM order_status") == [("ACCP",)]


def test_a_file_accepted_in_part_says_nothing_of_one_payment(world: World) -> None:
    answer = answers(world, "PART")
    assert (answer["accepted"], answer["rejected"]) == ([], [])


@pytest.mark.parametrize("what", ["message", "group", "payment"])
def test_an_answer_about_what_is_not_ours_is_refused_and_leaves_no_trace(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {"first": ("RJCT", REASON)}
    unknown = "CPT-999999"
    if what == "message":
        monkeypatch.setitem(globals(), "message", lambda _: unknown)
    elif what == "group":
        monkeypatch.setitem(globals(), "group_id", lambda _: unknown)
    else:
        given = {unknown: ("RJCT", "")}
    with refused(world.conn, "status_of_unknown", reference=unknown):
        answers(world, **given)


def test_another_amount_than_the_order_is_refused(world: World) -> None:
    amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">4999.99</InstdAmt></Amt></OrgnlTxRef>'
    with refused(
        world.conn, "status_amount_differs", reference=reference(world, "first"),
        amount_cents=499_999, order_cents=500_000, currency="EUR",
    ):  # fmt: skip
        answers(world, first=("RJCT", amount))


def test_what_contradicts_a_statement_or_is_not_ours_stops_no_other_order(world: World) -> None:
    world.bank(
        {"cents": -500_000, "end_to_end_reference": reference(world, "first"), "text": "VIR"}
    )
    strange: dict[str, Any] = {"NOPE-1": ("RJCT", "")}
    answer = answers(world, first=("RJCT", REASON), second=("RJCT", REASON), **strange)
    assert answer["rejected"] == [world.ids["second"]]
    assert (answer["contradicted"], answer["not_ours"]) == ([world.ids["first"]], ["NOPE-1"])
    assert account(world)[1] == 0
    for failed_only in (True, False):
        told = bulk.rows(world.conn, "orders_astray", day=world.on, failed_only=failed_only,
                         **ASTRAY)  # fmt: skip
        assert [(row["order_id"], row["astray"], row["transit_cents"]) for row in told] == [
            (world.ids["first"], "EXECUTED_DENIED", 0)
        ]


def test_an_answer_about_a_file_put_aside_is_refused_and_says_that_it_left(world: World) -> None:
    from comptant.operations.assigning import outbox

    line = world.one("SELECT id FROM outbox WHERE kind = 'payment_file'")
    world.approve(outbox.mark_sent(
        world.conn, world.asked("tania"), outbox_id=line, outcome="CANCELLED", proof=""), "aron"
    )  # fmt: skip
    with refused(world.conn, "status_of_file_put_aside", reference=message(world)):
        answers(world, file="RJCT")
