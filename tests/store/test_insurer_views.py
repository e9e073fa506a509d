"""What an insurer reads of its own policies, to the cent, and nothing of another insurer's."""

from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from comptant.doors.papers.own_claims import own_claim_file
from comptant.operations.acts.act import Refused
from comptant.operations.insurance import turnover
from comptant.operations.registry import parties
from comptant.store.access import ASKED_BY, reading
from tests import claims
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insured, opened, step, terms_proposed
from tests.reading_papers import text_of

LISTS = ("read_own_policies", "read_own_limits", "read_own_turnover", "read_own_overdues",
         "read_own_claims", "read_own_recoveries")  # fmt: skip
SECRET = ("policy", "policy_version", "policy_cover", "policy_limit", "cover_step", "claim",
          "claim_item", "claim_step", "premium", "premium_share", "premium_paid",
          "turnover_declaration", "insurer_message", "insurer_message_step", "insurer_call",
          "insurer_answer", "contract", "invoice")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 on BETA SA failed, under P-1 of ASSUR (ivan), claimed; RIVAL (rita) has no policy on it,
    but P-9 on GAMMA's contract."""
    made = open_world(writer)
    claims.sold(made)
    made.ids["P-1"] = insured(made, made.ids["C-1"], turnover_months=1)
    made.ids["RIVAL"] = parties.add_party(
        made.conn, made.asked("anna"), kind="INSURER", name="RIVAL", country="FR", numbers={}
    )["party_id"]  # fmt: skip
    made.ids["C-2"] = made.contract("C-2", client="GAMMA SA")
    made.ids["P-9"] = opened(made, "P-9", insurer_id=made.ids["RIVAL"])
    made.approve(terms_proposed(made, made.ids["P-9"]), "carl")
    made.approve(cover_proposed(made, made.ids["P-9"], made.ids["C-2"]), "carl")
    decided(made, made.ids["P-9"], 7_777_777, buyer_id=made.ids["DELTA SARL"],
            decision_number="SECRET-9")  # fmt: skip
    add_user(made, "ivan", made.ids["ASSUR"], ["insurer"], False)
    add_user(made, "rita", made.ids["RIVAL"], ["insurer"], False)
    return made


def seen(world: World, login: str, name: str, on: date | None = None) -> list[dict[str, Any]]:
    """Row security alone: the second wall is off."""
    user = world.users[login]
    with reading(user.id, user.company_id, None, on or world.on) as see:
        return see(name)


def test_an_insurer_sees_its_policies_limits_and_their_use(world: World) -> None:
    (policy,) = seen(world, "ivan", "read_own_policies")
    assert (policy["policy_number"], policy["holder_name"], policy["insured_ppm"]) == (
        "P-1", "FACTOR SA", 900_000)  # fmt: skip
    (row,) = seen(world, "ivan", "read_own_limits", date(2026, 3, 20))
    assert (row["buyer_name"], row["limit_cents"], row["outstanding_cents"]) == (
        "BETA SA", claims.CENTS, claims.CENTS)  # fmt: skip
    assert (row["overdue_cents"], row["oldest_due_on"]) == (claims.CENTS, claims.DUE_ON)
    assert seen(world, "ivan", "read_own_overdues") == []  # not due yet, and not declared


def test_an_insurer_sees_what_is_declared_claimed_and_recovered(world: World) -> None:
    world.on = date(2026, 2, 2)
    turnover.declare_turnover(
        world.conn, world.asked("anna"), policy_id=world.ids["P-1"], reference="DCA-1",
        until_on=date(2026, 1, 31), declared_on=world.on,
    )  # fmt: skip
    (told,) = seen(world, "ivan", "read_own_turnover")
    assert (told["declared_turnover_cents"], told["reference"]) == (claims.CENTS, "DCA-1")
    world.on = date(2026, 3, 20)
    step(world, world.ids["C-1"], world.ids["P-1"], world.ids["FA-1"])
    (late,) = seen(world, "ivan", "read_own_overdues")
    assert (late["invoice_number"], late["open_cents"], late["declared_on"]) == (
        "FA-1", claims.CENTS, world.on)  # fmt: skip
    answer = claims.claims.open_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        policy_id=world.ids["P-1"], invoice_ids=[world.ids["FA-1"]], reference="SIN-1",
    )  # fmt: skip
    assert answer["claim_id"]
    (claim,) = seen(world, "ivan", "read_own_claims")
    assert (claim["claim_number"], claim["debt_cents"], claim["covered_cents"]) == (
        "SIN-1", claims.CENTS, claims.CENTS)  # fmt: skip
    assert claim["claim_state"] == "WAITING"
    assert seen(world, "ivan", "read_own_recoveries") == []


@pytest.mark.parametrize("name", LISTS)
def test_an_insurer_sees_nothing_of_another(world: World, name: str) -> None:
    world.on = date(2026, 3, 20)
    step(world, world.ids["C-1"], world.ids["P-1"], world.ids["FA-1"])
    rivals = repr(seen(world, "rita", name))
    for word in ("P-1", "FA-1", "BETA SA", "ASSUR"):
        assert f"'{word}'" not in rivals
    ours = repr(seen(world, "ivan", name))
    for word in ("P-9", "SECRET-9", "DELTA SARL", "7777777", "C-2"):
        assert word not in ours


def test_who_is_no_insurer_sees_no_row(world: World) -> None:
    assert [seen(world, "alice", name) for name in LISTS] == [[]] * len(LISTS)


def test_an_insurer_reads_no_table_of_it(world: World, reader: psycopg.Connection) -> None:
    user = world.users["ivan"]
    reader.execute("SELECT set_config('comptant.user_id', %s, false)", (str(user.id),))
    for table in SECRET:
        try:
            assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        except InsufficientPrivilege:
            continue


def test_the_second_wall_lets_an_insurer_ask_its_lists_only() -> None:
    assert set(LISTS) <= ASKED_BY["insurer"]
    assert not any(set(LISTS) & ASKED_BY[role] for role in ASKED_BY if role != "insurer")


def test_what_is_delivered_after_a_cover_is_not_seen_and_what_it_covered_stays(
    world: World,
) -> None:
    world.on = date(2026, 3, 20)
    world.approve(cover_proposed(world, world.ids["P-1"], world.ids["C-1"], share_ppm=0,
                                 from_on=world.on), "carl")  # fmt: skip
    world.remit(world.ids["C-1"], {"number": "FA-9", "cents": 100_000, "issued_on": world.on,
                                   "delivered_on": world.on, "due_on": world.on})  # fmt: skip
    (limit,) = seen(world, "ivan", "read_own_limits", date(2026, 4, 2))
    assert limit["overdue_cents"] == claims.CENTS
    (overdue,) = seen(world, "ivan", "read_own_overdues", date(2026, 4, 2))
    assert overdue["invoice_number"] == "FA-1"


def test_an_insurer_has_the_file_of_its_claim_and_of_no_other(world: World) -> None:
    world.on = date(2026, 3, 20)
    claims.opened(world, world.ids["P-1"])
    claim_id = world.ids["SIN-1"]
    user = world.users["ivan"]
    with reading(user.id, user.company_id, None, world.on) as see:
        made = own_claim_file(see, claim_id, world.on)
    told = text_of(made.content)
    for part in ("Claim SIN-1: BETA SA", "P-1", "€50,000.00", "€45,000.00", "FA-1",
                 "declared unpaid", "DIC-1"):  # fmt: skip
        assert part in told, (part, told)
    for part in ("ledger of", "guarantee taken", "impaired", "Nothing is kept"):
        assert part not in told
    for login in ("rita", "alice"):
        other = world.users[login]
        with reading(other.id, other.company_id, None, world.on) as see, pytest.raises(
            Refused
        ) as caught:  # fmt: skip
            own_claim_file(see, claim_id, world.on)
        assert caught.value.code == "claim_file_unknown"
    assert all(seen_of(world, "rita", name, claim_id) == [] for name in (
        "read_own_claim_items", "read_own_claim_evidence"))  # fmt: skip
    claims.claims.drop_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                             claim_id=claim_id, reason="x")  # fmt: skip
    assert seen(world, "ivan", "read_own_claims")[0]["claim_state"] == "DROPPED"


def seen_of(world: World, login: str, name: str, claim_id: int) -> list[dict[str, Any]]:
    user = world.users[login]
    with reading(user.id, user.company_id, None, world.on) as see:
        return see(name, id=claim_id)
