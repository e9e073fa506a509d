"""What every operation shares: a right, one transaction, one act under its key, one answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import operation
from comptant.operations.drawing import payments
from comptant.operations.registry import contracting, parties, people
from comptant.operations.risk import groups, limits
from tests.cast import add_cast, draw, send
from tests.facts import PASSWORD, SEED_TERMS, World, open_world
from tests.houses import house
from tests.traces import at_once, contents, refused

Connect = Callable[[str], psycopg.Connection]

LINE = {"number": "F-1", "cents": 1_000_000}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    opened.limit(opened.ids["A-1"], "BETA SA", 5_000_000)
    return opened


def add(world: World, key: str, name: str = "OMEGA", login: str = "anna") -> dict[str, Any]:
    return parties.add_party(
        world.conn, world.asked(login, key), kind="COMPANY", name=name, country="FR", numbers={}
    )


def test_the_same_key_and_arguments_give_the_first_answer_and_write_no_second_row(
    world: World,
) -> None:
    contract = world.ids["A-1"]
    first = {
        "party": add(world, "k-1"),
        "remit": send(world, "alice", contract, LINE, key="k-2"),
        "draw": draw(world, "alice", contract, 500_000, key="k-3"),
    }
    before = contents(world.conn)
    again = {
        "party": add(world, "k-1"),
        "remit": send(world, "alice", contract, LINE, key="k-2"),
        "draw": draw(world, "alice", contract, 500_000, key="k-3"),
    }
    assert again == first
    assert contents(world.conn) == before


def test_the_same_key_for_other_arguments_is_refused(world: World) -> None:
    add(world, "k-1", "OMEGA")
    with refused(world.conn, "key_used_for_something_else", key="k-1", operation="add_party"):
        add(world, "k-1", "OMICRON")


def test_the_same_key_for_another_operation_is_refused(world: World) -> None:
    add(world, "k-1")
    with refused(world.conn, "key_used_for_something_else", key="k-1", operation="add_party"):
        groups.add_group_member(
            world.conn, world.asked("anna", "k-1"), group_id=1, party_id=2, is_member=True,
            from_on=date(2026, 1, 16), source="test",
        )  # fmt: skip


def test_a_file_with_one_cent_changed_is_another_argument(world: World) -> None:
    send(world, "alice", world.ids["A-1"], LINE, key="k-1")
    with refused(world.conn, "key_used_for_something_else", key="k-1", operation="remit"):
        send(world, "alice", world.ids["A-1"], {**LINE, "cents": 1_000_001}, key="k-1")


def test_the_same_bytes_under_another_key_are_answered_and_not_bought_again(world: World) -> None:
    first = send(world, "alice", world.ids["A-1"], LINE, key="k-1")
    before = contents(world.conn)
    again = send(world, "alice", world.ids["A-1"], LINE, key="k-2")
    assert again == {**first, "repeated": True}
    changed = {name for name, rows in contents(world.conn).items() if rows != before[name]}
    assert changed == {"act"}


def test_two_runs_at_once_with_one_key_do_it_once(world: World, connect_to: Connect) -> None:
    contract = world.ids["A-1"]
    given = at_once(connect_to, *(
        lambda conn: send(world, "alice", contract, LINE, conn=conn, key="k-1") for _ in range(4)
    ))  # fmt: skip
    assert given == [given[0]] * 4
    assert given[0]["accepted"] == 1
    found = world.conn.execute(
        """SELECT (SELECT count(*) FROM act WHERE key = 'k-1'), (SELECT count(*) FROM invoice),
           (SELECT count(*) FROM remittance), (SELECT count(*) FROM held)"""
    ).fetchone()
    assert found == (1, 1, 1, 1)


def test_two_companies_may_use_the_same_key(world: World) -> None:
    contract = world.ids["A-1"]
    for login, cents in (("alice", 6_000_000), ("anna", 7_000_000)):
        limits.request_limit(
            world.conn, world.asked(login, "k-1"), contract_id=contract,
            buyer_id=world.ids["BETA SA"], amount_cents=cents, currency="EUR",
        )  # fmt: skip
    found = world.conn.execute(
        "SELECT company_id, by_id FROM act WHERE key = 'k-1' ORDER BY id"
    ).fetchall()
    assert found == [(world.ids["ALPHA SAS"], world.users["alice"].id),
                     (world.ids["FACTOR SA"], world.users["anna"].id)]  # fmt: skip


def test_two_people_of_one_company_have_keys_of_their_own(world: World) -> None:
    first = add(world, "k-1", login="anna")
    assert add(world, "k-1", login="carl") != first


def test_an_operation_that_fails_leaves_no_act_and_its_key_free(world: World) -> None:
    contract = world.ids["A-1"]
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "alice", contract, key="k-1")
    send(world, "alice", contract, LINE)
    assert draw(world, "alice", contract, key="k-1")["amount_cents"] == 900_000


def test_an_operation_that_breaks_half_way_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(world.conn)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr("comptant.operations.assigning.remit._after", broken)
    with pytest.raises(RuntimeError, match="the power fails"):
        send(world, "alice", world.ids["A-1"], LINE)
    assert contents(world.conn) == before


def test_what_is_not_ones_right_is_refused(world: World) -> None:
    with refused(world.conn, "not_your_right", operation="add_party", login="alice"):
        add(world, "k-1", login="alice")
    with refused(world.conn, "not_your_right", operation="draw", login="bruno"):
        draw(world, "bruno", world.ids["A-1"])
    with refused(world.conn, "not_your_right", operation="draw", login="tania"):
        draw(world, "tania", world.ids["A-1"])


def test_another_clients_contract_is_as_if_it_did_not_exist(world: World) -> None:
    """The refusals of a contract that exists and of one that does not say the same."""
    for contract in (world.ids["A-1"], world.ids["A-1"] + 900_000):
        with refused(world.conn, "contract_unknown", contract_id=contract):
            send(world, "celine", contract, LINE)
        with refused(world.conn, "contract_unknown", contract_id=contract):
            draw(world, "celine", contract, 100)
        with refused(world.conn, "contract_unknown", contract_id=contract):
            limits.request_limit(
                world.conn, world.asked("celine"), contract_id=contract,
                buyer_id=world.ids["BETA SA"], amount_cents=100, currency="EUR",
            )  # fmt: skip


def test_a_key_cannot_be_used_to_read_another_companys_answer(world: World) -> None:
    send(world, "alice", world.ids["A-1"], LINE, key="k-1")
    with refused(world.conn, "contract_unknown", contract_id=world.ids["A-1"]):
        send(world, "celine", world.ids["A-1"], LINE, key="k-1")


def test_a_client_cannot_pay_to_another_clients_account(world: World) -> None:
    send(world, "alice", world.ids["A-1"], LINE)
    with refused(world.conn, "payee_unknown", party_id=world.ids["ALPHA SAS"]):
        payments.draw(
            world.conn, world.asked("alice"), contract_id=world.ids["A-1"], amount_cents=100,
            payee_account_id=world.ids["gamma account"],
        )  # fmt: skip


def test_an_operation_needs_a_connection_with_no_transaction_open(
    world: World, connect_to: Connect
) -> None:
    before = contents(world.conn)
    inside = connect_to("comptant_writer")
    inside.autocommit = True
    with inside.transaction(), pytest.raises(RuntimeError, match="add_party is one transaction"):
        parties.add_party(
            inside, world.asked("anna"), kind="COMPANY", name="OMEGA", country="FR", numbers={}
        )
    manual = connect_to("comptant_writer")
    with pytest.raises(RuntimeError, match="add_party is one transaction"):
        parties.add_party(
            manual, world.asked("anna"), kind="COMPANY", name="OMEGA", country="FR", numbers={}
        )
    assert contents(world.conn) == before


def test_arguments_are_given_by_name(world: World) -> None:
    positional: Any = parties.add_party
    with pytest.raises(TypeError, match="add_party takes its arguments by name"):
        positional(world.conn, world.asked("anna"), "COMPANY", "OMEGA", "FR", {})


def test_an_operation_that_is_not_in_the_table_of_rights_is_nobodys(world: World) -> None:
    @operation
    def give_it_all_away(do: object) -> dict[str, Any]:
        return {}

    with refused(world.conn, "not_your_right", operation="give_it_all_away"):
        give_it_all_away(world.conn, world.asked("ada"))


def test_an_act_says_who_what_when_and_on_which_contract(world: World) -> None:
    opened = contracting.open_contract(
        world.conn, world.asked("anna", "k-1"), client_id=world.ids["ALPHA SAS"], number="A-2",
        currency="EUR", from_on=date(2026, 2, 1), terms=SEED_TERMS,
    )  # fmt: skip
    send(world, "alice", world.ids["A-1"], LINE, key="k-2")
    found = world.conn.execute(
        """SELECT key, operation, by_id, contract_id, on_date, length(digest), answer ->> 'number'
           FROM act WHERE key IN ('k-1', 'k-2') ORDER BY key"""
    ).fetchall()
    assert opened["number"] == "A-2"
    assert found == [
        ("k-1", "open_contract", world.users["anna"].id, None, world.on, 32, "A-2"),
        ("k-2", "remit", world.users["alice"].id, world.ids["A-1"], world.on, 32, None),
    ]


def test_no_act_holds_anything_computed_from_a_password(world: World) -> None:
    """The digest of the arguments is fast to compute: one of a password could be guessed."""
    zoe: dict[str, Any] = {
        "login": "zoe", "name": "Zoe", "company_id": world.ids["FACTOR SA"], "roles": ["auditor"],
    }  # fmt: skip
    first = people.add_user(world.conn, world.asked("ada", "k-1"), password=PASSWORD, **zoe)
    assert first == people.add_user(
        world.conn, world.asked("ada", "k-1"), password="another password", **zoe
    )
    with refused(world.conn, "key_used_for_something_else", key="k-1"):
        people.add_user(
            world.conn, world.asked("ada", "k-1"), password=PASSWORD, **{**zoe, "name": "Zora"}
        )
    people.sign_in(world.conn, login="zoe", password=PASSWORD, at=world.asked("ada").at)
