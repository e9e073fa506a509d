"""Several sellers of a group: one line, one consolidated statement, each its own ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant.doors import groups_told
from comptant.doors.papers.groups import group_statement
from comptant.operations.acts.act import Refused
from comptant.operations.assigning import remit
from comptant.operations.registry import parties
from comptant.operations.risk import groups, limits
from comptant.store.access import See, reading
from tests.facts import World, open_world, sent_invoices
from tests.houses import house
from tests.reading_papers import text_of

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA and GAMMA sell for HOLDING, under a line of 20,000.00 shared 12 and 8; both have
    assigned and drawn. DELTA is no member."""
    opened = open_world(writer)
    for number, client in (("C-1", "ALPHA SAS"), ("C-2", "GAMMA SA"), ("C-3", "DELTA SARL")):
        opened.ids[number] = opened.contract(number, client=client, fee_billing="AT_ASSIGNMENT")
        opened.limit(opened.ids[number], "BETA SA", 5_000_000)
    holding = parties.add_party(opened.conn, opened.asked("anna"), kind="GROUP", name="HOLDING",
                                country="FR", numbers={})["party_id"]  # fmt: skip
    opened.ids["HOLDING"] = holding
    for client in ("ALPHA SAS", "GAMMA SA"):
        groups.add_group_member(opened.conn, opened.asked("anna"), group_id=holding,
                                party_id=opened.ids[client], from_on=opened.on, is_member=True,
                                source="chart")  # fmt: skip
    opened.approve(limits.propose_limit(
        opened.conn, opened.asked("anna"), scope="CLIENT_GROUP_LINE", contract_id=0,
        party_id=holding, amount_cents=2_000_000, currency="EUR", from_on=opened.on,
        source="test"), "ada")  # fmt: skip
    for number, cents in (("C-1", 1_200_000), ("C-2", 800_000)):
        limits.allot(opened.conn, opened.asked("anna"), contract_id=opened.ids[number],
                       scope="CLIENT_GROUP_LINE", party_id=holding, currency="EUR",
                       amount_cents=cents)  # fmt: skip
        asked = opened.asked("anna")
        sent = sent_invoices(opened.on, {"number": f"F-{number}", "cents": cents,
                                         "due_on": date(2026, 3, 2)})  # fmt: skip
        remit.remit(opened.conn, asked, contract_id=opened.ids[number], sent=sent,
                    file_name="f.csv", digest=number.encode(), received_at=asked.at)  # fmt: skip
    opened.draw(opened.ids["C-1"], 500_000)
    return opened


def told(world: World, group: str = "HOLDING", login: str = "anna") -> list[dict[str, Any]]:
    user = world.users[login]

    def of(see: See) -> list[dict[str, Any]]:
        return groups_told.consolidated(see, group, FIRST, LAST)[1]

    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return of(see)


def test_each_seller_keeps_its_ledger_and_the_group_has_their_sums(world: World) -> None:
    alpha, gamma, total = told(world)
    assert [alpha["contract_number"], gamma["contract_number"]] == ["C-1", "C-2"]
    fee = 8_640  # 0.60 % of 12,000.00, VAT 20 %
    assert {name: alpha[name] for name in groups_told.MOVED} == {
        "opening_cents": 0, "assigned_cents": 1_200_000, "paid_out_cents": -500_000,
        "billed_cents": -fee, "other_cents": 0, "closing_cents": 700_000 - fee}  # fmt: skip
    assert alpha["closing_cents"] == -world.balance(world.ids["C-1"], "CCA")
    assert (alpha["share_cents"], alpha["funds_in_use_cents"]) == (1_200_000, 500_000 + fee)
    assert alpha["line_left_cents"] == 1_200_000 - 500_000 - fee
    assert gamma["paid_out_cents"] == 0
    for name in (*groups_told.MOVED, "outstanding_cents", "fund_cents", "funds_in_use_cents"):
        assert total[name] == alpha[name] + gamma[name], name
    used = 500_000 + 8_640 + 5_760
    assert (total["line_cents"], total["line_left_cents"]) == (2_000_000, 2_000_000 - used)


def test_a_movement_of_another_month_is_in_the_opening(world: World) -> None:
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        _, rows = groups_told.consolidated(see, "HOLDING", date(2026, 2, 1), date(2026, 2, 28))
    assert rows[0]["opening_cents"] == rows[0]["closing_cents"] == 691_360
    assert rows[0]["assigned_cents"] == 0


def test_a_company_that_is_no_group_has_none_and_a_client_reads_none(world: World) -> None:
    with pytest.raises(Refused, match="group_unknown"):
        told(world, "ALPHA SAS")
    user = world.users["alice"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        rows = see("read_group_statement", party_id=world.ids["HOLDING"], from_on=FIRST,
                   until_on=LAST)  # fmt: skip
    assert rows == []


def test_it_is_printed(world: World, tmp_path: Path) -> None:
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        paper = group_statement(see, "HOLDING", FIRST, LAST)
    text = text_of(paper.content)
    for mention in ("Consolidated statement of HOLDING", "C-1 ALPHA SAS", "C-2 GAMMA SA",
                    "Line of the group", "€20,000.00", "€6,913.60"):  # fmt: skip
        assert mention in text, mention
    assert "DELTA" not in text
