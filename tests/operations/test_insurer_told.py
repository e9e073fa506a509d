"""What an insurer is told by a message without anyone asking: what came in on a claim, and the
turnover of a period."""

from datetime import date

import psycopg

from comptant.operations.insurance import insurer_messages
from tests.claims import accepted, failed, indemnified, opened, recovered, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def messages(world: World) -> list[tuple[str, int]]:
    return world.rows("SELECT kind, (content->>'amount_cents')::bigint FROM insurer_message"
                      " ORDER BY id")  # fmt: skip


def test_what_came_in_on_a_claim_is_told_once(world: World) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    claim = opened(world, policy)
    accepted(world)
    indemnified(world)

    def tell() -> dict[str, object]:
        return insurer_messages.tell_recovery(world.conn, world.asked("anna"),
                                              contract_id=contract, claim_id=claim)  # fmt: skip

    with refused(world.conn, "no_recovery_to_tell"):
        tell()
    recovered(world, 200_000, 10_000)
    told = tell()
    assert told["message_kind"] == "RECOVERY"
    said = world.rows("SELECT (content->>'recovery_cents')::bigint, (content->>"
                      "'recovery_cost_cents')::bigint FROM insurer_message")  # fmt: skip
    assert said == [(200_000, 10_000)]
    with refused(world.conn, "no_recovery_to_tell"):
        tell()


def test_the_turnover_of_a_period_is_told_once_it_is_over(world: World) -> None:
    contract = sold(world)
    policy = insured(world, contract, turnover_months=1)

    def tell() -> dict[str, object]:
        return insurer_messages.tell_turnover(world.conn, world.asked("anna"), policy_id=policy)

    with refused(world.conn, "period_not_over"):
        tell()
    world.on = date(2026, 2, 2)
    assert tell()["message_kind"] == "TURNOVER"
    assert [kind for kind, _ in messages(world)] == ["TURNOVER"]
    with refused(world.conn, "turnover_told"):
        tell()
