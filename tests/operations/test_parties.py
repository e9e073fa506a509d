"""Parties and their numbers, groups, and the accounts money may be sent to."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.paying import payout
from comptant.operations.registry import parties
from tests.cast import OTHER_IBAN, add_cast, draw, group, join, send
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

LINE = {"number": "F-1", "cents": 1_000_000}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def add(world: World, **numbers: str) -> Answer:
    return parties.add_party(
        world.conn, world.asked("anna"), kind="COMPANY", name="OMEGA", country="FR",
        numbers=numbers,
    )  # fmt: skip


def numbers_of(world: World, party_id: int) -> list[tuple[str, str]]:
    return world.conn.execute(
        "SELECT scheme, identifier FROM party_identifier WHERE party_id = %s ORDER BY 1",
        (party_id,),
    ).fetchall()


def propose(world: World, login: str, company: str, iban: str) -> Answer:
    return parties.propose_payee_account(
        world.conn, world.asked(login), party_id=world.ids[company], iban=iban, bic=None,
        holder=company,
    )  # fmt: skip


def check_payee(world: World, account_id: int, outcome: str) -> Answer:
    return parties.record_payee_check(
        world.conn, world.asked("tania"), payee_account_id=account_id, outcome=outcome,
        source="bank",
    )  # fmt: skip


def account_of(world: World, company: str) -> int:
    found = world.conn.execute(
        "SELECT id FROM payee_account WHERE party_id = %s", (world.ids[company],)
    ).fetchone()
    assert found is not None
    return int(found[0])


# Numbers ------------------------------------------------------------------------------------------


def test_numbers_are_kept_in_normal_form(world: World) -> None:
    added = add(world, siren="404 833 048", siret="404 833 048 00022", vat="fr 83 404 833 048")
    assert numbers_of(world, added["party_id"]) == [
        ("siren", "404833048"), ("siret", "40483304800022"), ("vat", "FR83404833048"),
    ]  # fmt: skip


@pytest.mark.parametrize(("scheme", "number"), [
    ("siren", "404833049"), ("siret", "40483304800023"), ("vat", "FR84404833048"),
    ("lei", "969500T1UBNNTYVWOS05"), ("siren", ""),
])  # fmt: skip
def test_wrong_check_digits_are_refused(world: World, scheme: str, number: str) -> None:
    with refused(world.conn, "number_wrong", scheme=scheme, number=number):
        add(world, **{scheme: number})


def test_a_number_names_one_party_whatever_its_spelling(world: World) -> None:
    with refused(world.conn, "number_known", number="443061841", party_id=world.ids["BETA SA"]):
        add(world, siren="443 061 841")


def test_a_party_with_one_number_known_is_not_added_with_the_others(world: World) -> None:
    with refused(world.conn, "number_known", scheme="siren"):
        add(world, vat="FR83404833048", siren="443061841")


# Groups -------------------------------------------------------------------------------------------


def members(world: World, group_id: int, on: date) -> list[bool]:
    """What is said of ALPHA SAS and the group on a day: the rule that every query applies."""
    found = world.conn.execute(
        """SELECT is_member FROM group_member WHERE group_id = %s AND party_id = %s
           AND valid_from_on <= %s ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1""",
        (group_id, world.ids["ALPHA SAS"], on),
    ).fetchall()
    return [is_member for (is_member,) in found]


def test_a_group_is_known_from_a_day_on_and_keeps_its_past(world: World) -> None:
    group_id = group(world, "ALPHA GROUP", "ALPHA SAS")
    world.on = date(2026, 3, 1)
    join(world, group_id, "ALPHA SAS", is_member=False)
    assert members(world, group_id, date(2026, 1, 15)) == []
    assert members(world, group_id, date(2026, 1, 16)) == [True]
    assert members(world, group_id, date(2026, 2, 28)) == [True]
    assert members(world, group_id, date(2026, 3, 1)) == [False]


# Accounts to pay ----------------------------------------------------------------------------------


def test_an_account_exists_only_once_another_person_approves(world: World) -> None:
    alpha = world.ids["ALPHA SAS"]
    count = "SELECT count(*) FROM payee_account WHERE party_id = %s"
    proposed = propose(world, "anna", "ALPHA SAS", OTHER_IBAN)
    assert world.conn.execute(count, (alpha,)).fetchone() == (1,)
    with refused(world.conn, "same_person", login="anna"):
        world.approve(proposed, "anna")
    with refused(world.conn, "beyond_role", kind="payee_account"):
        world.approve(proposed, "carl")
    world.approve(proposed, "tania")
    assert world.conn.execute(count, (alpha,)).fetchone() == (2,)
    with refused(world.conn, "already_decided"):
        world.approve(proposed, "ada")


def test_a_client_proposes_accounts_of_its_own_only(world: World) -> None:
    with refused(world.conn, "party_unknown", party_id=world.ids["GAMMA SA"]):
        propose(world, "alice", "GAMMA SA", CLIENT_IBAN)
    with refused(world.conn, "not_your_right", operation="propose_payee_account"):
        propose(world, "bruno", "ALPHA SAS", OTHER_IBAN)


def test_an_account_with_wrong_check_digits_is_refused(world: World) -> None:
    with refused(world.conn, "iban_wrong", iban="FR7630004000031234567890144"):
        propose(world, "alice", "ALPHA SAS", "FR7630004000031234567890144")


def test_the_same_account_is_not_added_twice(world: World) -> None:
    proposed = propose(world, "anna", "ALPHA SAS", "FR76 1010 7001 0112 3456 7890 129")
    world.lapses(proposed, "account_known")


# Verification of payee ----------------------------------------------------------------------------


@pytest.fixture
def funded(world: World) -> int:
    """ALPHA's contract with 9 000.00 to draw."""
    contract = world.ids["A-1"]
    world.limit(contract, "BETA SA", 5_000_000)
    send(world, "alice", contract, LINE)
    return contract


def test_an_account_that_does_not_match_cannot_be_drawn_to(world: World, funded: int) -> None:
    account = account_of(world, "ALPHA SAS")
    check_payee(world, account, "NO_MATCH")
    with refused(world.conn, "payee_check_failed", iban=CLIENT_IBAN, holder="ALPHA SAS"):
        draw(world, "alice", funded, 100_000)
    check_payee(world, account, "MATCH")
    assert draw(world, "alice", funded, 100_000)["amount_cents"] == 100_000


@pytest.mark.parametrize("outcome", ["MATCH", "CLOSE_MATCH", "NOT_POSSIBLE"])
def test_other_outcomes_let_the_money_go(world: World, funded: int, outcome: str) -> None:
    check_payee(world, account_of(world, "ALPHA SAS"), outcome)
    assert draw(world, "alice", funded, 100_000)["amount_cents"] == 100_000


def test_an_outcome_of_no_meaning_is_refused(world: World) -> None:
    with refused(world.conn, "payee_check_unknown", outcome="PERHAPS"):
        check_payee(world, account_of(world, "ALPHA SAS"), "PERHAPS")


def test_a_released_order_to_an_account_that_no_longer_matches_is_left_out(
    world: World, funded: int
) -> None:
    order = draw(world, "alice", funded, 100_000)
    world.approve(order)
    check_payee(world, account_of(world, "ALPHA SAS"), "NO_MATCH")
    left_out = [{"order_id": order["order_id"], "reason": "payee_check_failed"}]
    assert world.payout() == {
        "orders": [], "count": 0, "total_cents": 0, "left_out": left_out, "currency": "EUR",
        "waiting": [{"state": "PAYEE_CHECK", "currency": "EUR", "order_count": 1,
                     "amount_cents": 100_000}],
    }  # fmt: skip
    check_payee(world, account_of(world, "ALPHA SAS"), "CLOSE_MATCH")
    assert world.payout()["orders"] == [order["order_id"]]


def test_only_the_blocked_account_is_left_out_of_the_file(world: World, funded: int) -> None:
    other = world.ids["C-1"]
    world.limit(other, "BETA SA", 5_000_000)
    send(world, "celine", other, LINE)
    orders = [draw(world, "alice", funded, 100_000), draw(world, "celine", other, 200_000)]
    for order in orders:
        world.approve(order)
    check_payee(world, account_of(world, "ALPHA SAS"), "NO_MATCH")
    sent = payout.payout(
        world.conn, world.asked("tania"), own_account_id=world.ids["bank"], execute_on=None
    )
    assert (sent["orders"], sent["total_cents"]) == ([orders[1]["order_id"]], 200_000)
    assert [line["order_id"] for line in sent["left_out"]] == [orders[0]["order_id"]]
