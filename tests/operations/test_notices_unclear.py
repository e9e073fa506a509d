"""Notices that may undo, or change, proceedings wait for somebody; what was taken is told."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import insolvency_told
from comptant.operations.claiming.insolvency_notices import judge_notice
from comptant.store.access import reading
from tests.claims import CENTS, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import PUBLISHED_ON, record, took, undoing

LIQUIDATION = "Jugement d'ouverture de liquidation judiciaire"
APPEAL = "Arrêt de la Cour d'Appel infirmant une décision soumise à publicité"


@house
def world(writer: psycopg.Connection) -> World:
    made = open_world(writer)
    sold(made, has_recourse=False)
    made.on = PUBLISHED_ON
    return made


def cases(world: World) -> list[dict[str, Any]]:
    with reading(world.users["anna"].id) as see:
        return insolvency_told.cases(see, world.on, None)


def counted(world: World, doubt: dict[str, Any]) -> dict[str, Any]:
    return judge_notice(world.conn, world.asked("anna"), notice_id=doubt["notice_id"], counts=True,
                        reason="read at the court")  # fmt: skip


def test_other_proceedings_than_those_that_run_are_asked_about(world: World) -> None:
    took(world, record(1))
    (doubt,) = took(world, record(4, nature=LIQUIDATION, judged="2026-04-02"))["doubts"]
    assert doubt["doubt"] == "OTHER_PROCEEDINGS"
    assert [row["proceeding"] for row in cases(world)] == ["RECOVERY"]
    counted(world, doubt)
    assert [(row["proceeding"], row["insolvent_on"]) for row in cases(world)] == [
        ("LIQUIDATION", date(2026, 4, 1))]  # fmt: skip


def test_a_judgment_that_may_reverse_lifts_only_by_somebodys_word(world: World) -> None:
    assert took(world, record(3, nature=APPEAL))["doubts"] == []  # nothing runs
    took(world, record(1))
    appeal = record(4, nature=APPEAL)
    (doubt,) = took(world, appeal)["doubts"]
    assert (doubt["doubt"], len(cases(world))) == ("EFFECT_UNCLEAR", 1)
    again = took(world, record(3, nature=APPEAL), appeal)
    assert (again["new_count"], again["contradictions"]) == (0, [])
    (lifted,) = counted(world, doubt)["lifted"]
    assert (lifted["party_name"], cases(world)) == ("BETA SA", [])


def test_a_claim_that_is_lost_is_said_to_be(world: World) -> None:
    took(world, record(1))
    world.on = date(2026, 11, 1)
    assert [row["next_insolvency_step"] for row in cases(world)] == ["claim_lost"]


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_our_guarantee_took_before_a_notice_was_cancelled_is_told(
    world: World, *, is_closed: bool
) -> None:
    took(world, record(1))
    if is_closed:
        world.close()
        world.on += timedelta(days=1)
    (lifted,) = took(world, undoing(9, of=1))["lifted"]
    assert [(row["contract_number"], row["invoice_number"], row["open_cents"])
            for row in lifted["guarantees"]] == [("C-1", "FA-1", CENTS)] * is_closed  # fmt: skip
