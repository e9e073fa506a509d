"""A client lets its accountant draw: two people, a limit, two days, and back at once."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.closing.decide import decide
from comptant.operations.drawing.payments import draw, draw_many
from comptant.operations.registry import delegations
from comptant.store.access import reading
from tests.facts import World, add_user, three_of_two_clients
from tests.houses import house
from tests.partners import add_partners, part
from tests.traces import contents

LIMIT = 100_000


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA SAS with two owners and money to draw; eve keeps its books, cora owns the neighbour."""
    opened = three_of_two_clients(writer)
    add_partners(opened, opened.ids["C-1"])
    add_user(opened, "olga", opened.ids["ALPHA SAS"], ["client_owner"], False)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                     "due_on": date(2026, 2, 28)})  # fmt: skip
    return opened


def delegate(world: World, by: str = "alice", **other: object) -> int:
    """The approval that waits."""
    given = {"login": "eve", "draw_limit_cents": LIMIT, "from_on": None,
             "until_on": world.on + timedelta(days=30), **other}  # fmt: skip
    answer = delegations.delegate_draws(world.conn, world.asked(by),
                                        contract_id=world.ids["C-1"], **given)  # fmt: skip
    return int(answer["approval_id"])


def agreed(world: World, **other: object) -> int:
    id_ = delegate(world, **other)
    delegations.answer_delegation(world.conn, world.asked("olga"), approval_id=id_, approve=True,
                                  reason="")  # fmt: skip
    return id_


def drawn(world: World, who: str = "eve", cents: int | None = 50_000, on: date | None = None,
          contract: str = "C-1", **user: object) -> dict[str, object]:  # fmt: skip
    asked = world.asked(who)
    asked = replace(asked, by=replace(asked.by, **user), on=on or asked.on)
    return draw(world.conn, asked, contract_id=world.ids[contract], amount_cents=cents,
                payee_account_id=None)  # fmt: skip


def refused(world: World, code: str, **how: object) -> None:
    """A draw that is refused, without a trace."""
    before = contents(world.conn)
    with pytest.raises(Refused) as found:
        drawn(world, **how)
    assert found.value.code == code
    assert contents(world.conn) == before


def test_an_accountant_draws_nothing_before_two_people_have_agreed(world: World) -> None:
    refused(world, "not_delegated")
    id_ = delegate(world)
    refused(world, "not_delegated")
    for login, code in (("alice", "same_person"), ("cora", "approval_unknown")):
        with pytest.raises(Refused) as found:
            delegations.answer_delegation(world.conn, world.asked(login), approval_id=id_,
                                          approve=True, reason="")  # fmt: skip
        assert found.value.code == code
    delegations.answer_delegation(world.conn, world.asked("olga"), approval_id=id_, approve=True,
                                  reason="")  # fmt: skip
    answer = drawn(world)
    assert (answer["client_id"], answer["delegation_id"]) == (world.ids["ALPHA SAS"], id_)
    assert world.rows("SELECT order_id, approval_id, amount_cents FROM delegated_draw") == [
        (answer["order_id"], id_, 50_000)
    ]
    act = world.rows("SELECT u.login, a.company_id, (a.answer ->> 'client_id')::bigint FROM act a"
                     " JOIN app_user u ON u.id = a.by_id WHERE a.operation = 'draw'")  # fmt: skip
    assert act == [("eve", world.ids["CABINET MARTIN"], world.ids["ALPHA SAS"])]


def test_the_factor_agrees_where_there_is_one_owner(world: World) -> None:
    id_ = delegate(world)
    with pytest.raises(Refused, match="beyond_authority"):
        decide(world.conn, world.asked("carl"), approval_id=id_, approve=True, reason="")
    decide(world.conn, world.asked("anna"), approval_id=id_, approve=True, reason="")
    assert drawn(world)["delegation_id"] == id_


def test_a_refused_delegation_draws_nothing(world: World) -> None:
    id_ = delegate(world)
    delegations.answer_delegation(world.conn, world.asked("olga"), approval_id=id_, approve=False,
                                  reason="no")  # fmt: skip
    refused(world, "not_delegated")
    agreed(world)  # another may be proposed


def test_a_draw_stays_within_the_limit_and_the_days(world: World) -> None:
    first, last = world.on + timedelta(days=2), world.on + timedelta(days=4)
    agreed(world, from_on=first, until_on=last)
    refused(world, "not_delegated", on=first - timedelta(days=1))
    refused(world, "not_delegated", on=last + timedelta(days=1))
    refused(world, "beyond_delegation", cents=LIMIT + 1, on=first)
    assert drawn(world, cents=LIMIT, on=first)["amount_cents"] == LIMIT
    assert drawn(world, cents=None, on=first)["amount_cents"] == LIMIT  # all of it is more
    assert drawn(world, cents=1, on=last)["amount_cents"] == 1


def test_the_draws_are_taken_back_at_once(world: World) -> None:
    id_ = agreed(world)
    drawn(world)
    given = {"contract_id": world.ids["C-1"], "login": "eve"}
    with pytest.raises(Refused, match="contract_unknown"):
        delegations.revoke_delegation(world.conn, world.asked("cora"), **given)
    told = delegations.revoke_delegation(world.conn, world.asked("alice"), **given)
    assert told["delegation_id"] == id_
    refused(world, "not_delegated")
    with pytest.raises(Refused, match="delegation_none"):
        delegations.revoke_delegation(world.conn, world.asked("alice"), **given)


def test_who_has_left_the_firm_or_lost_the_part_draws_no_more(world: World) -> None:
    agreed(world)
    part(world, world.ids["C-1"], "external_accountant", is_granted=False)
    refused(world, "contract_unknown")
    part(world, world.ids["C-1"], "external_accountant")
    drawn(world)
    refused(world, "not_your_right", roles=frozenset())


def test_neither_a_program_nor_a_colleague_nor_an_unproved_browser_draws(world: World) -> None:
    agreed(world)
    add_user(world, "eric", world.ids["CABINET MARTIN"], ["external_accountant"], False)
    refused(world, "not_delegated", who="eric")
    refused(world, "delegate_in_person", key_id=1)
    refused(world, "second_factor_needed", must_prove=True)
    # An owner of the firm itself is nobody in the client's house.
    refused(world, "not_delegated", who="eric",
            roles=frozenset({"client_owner", "external_accountant"}))  # fmt: skip
    wanted = world.asked("eve")
    with pytest.raises(Refused, match="not_your_right"):
        draw_many(world.conn, wanted, wanted=pl.DataFrame())
    refused(world, "contract_unknown", contract="C-2")


@pytest.mark.parametrize(("given", "code"), [
    ({"login": "bob"}, "delegate_unknown"), ({"login": "brice"}, "delegate_unknown"),
    ({"login": "nobody"}, "delegate_unknown"), ({"draw_limit_cents": 0}, "limit_not_positive"),
    ({"until_on": date(2026, 1, 15)}, "delegation_days_wrong"),
    ({"from_on": date(2026, 1, 15)}, "delegation_days_wrong"),
    ({"until_on": date(2027, 1, 17)}, "delegation_days_wrong"),
])  # fmt: skip
def test_what_cannot_be_delegated_is_refused_without_a_trace(
    world: World, given: dict[str, object], code: str
) -> None:
    before = contents(world.conn)
    with pytest.raises(Refused) as found:
        delegate(world, **given)
    assert found.value.code == code
    assert contents(world.conn) == before


def test_one_delegation_at_a_time(world: World) -> None:
    id_ = delegate(world)
    with pytest.raises(Refused, match="delegation_held"):
        delegate(world)
    delegations.answer_delegation(world.conn, world.asked("olga"), approval_id=id_, approve=True,
                                  reason="")  # fmt: skip
    with pytest.raises(Refused, match="delegation_held"):
        delegate(world)


def test_who_draws_for_a_client_sees_its_accounts_while_it_may(world: World) -> None:
    def accounts() -> list[int]:
        eve = world.users["eve"]
        with reading(eve.id, eve.company_id, eve.roles, world.on) as see:
            return [row["party_id"] for row in see("read_payees", party_id=None)]

    assert accounts() == []
    agreed(world)
    assert accounts() == [world.ids["ALPHA SAS"]]
    delegations.revoke_delegation(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                                  login="eve")  # fmt: skip
    assert accounts() == []


def test_the_limit_is_a_constraint_of_the_database(world: World) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="within_delegation"):
        world.conn.execute("INSERT INTO delegated_draw VALUES (1, 1, 1, 1, 2, 1, 1)")
