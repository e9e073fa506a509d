"""A payment file put aside: its orders go out with the next one, and never twice."""

from datetime import date

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import outbox
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused, violated


@house
def world(writer: psycopg.Connection) -> World:
    """Two draws of 5 000,00 and 3 000,00 in one payment file."""
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract()
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 1)})
    world.ids["first"] = world.draw(contract, 500_000)["order_id"]
    world.ids["second"] = world.draw(contract, 300_000)["order_id"]
    world.payout()
    return world


def line(world: World) -> int:
    """The last payment file of the outbox."""
    return int(world.one("SELECT max(id) FROM outbox WHERE kind = 'payment_file'"))


def cancels(world: World, login: str = "tania") -> Answer:
    return outbox.mark_sent(
        world.conn, world.asked(login), outbox_id=line(world), outcome="CANCELLED", proof=""
    )


def put_aside(world: World) -> Answer:
    return world.approve(cancels(world), "aron")


def steps(world: World, name: str = "first") -> list[str]:
    return [step for (step,) in world.rows(
        "SELECT step FROM payment_order_step WHERE order_id = %s ORDER BY at",
        world.ids[name])]  # fmt: skip


def reference(world: World, name: str) -> str:
    return str(world.one("SELECT end_to_end_reference FROM payment_order WHERE id = %s",
                         world.ids[name]))  # fmt: skip


def test_a_file_put_aside_by_two_people_gives_its_orders_to_the_next(world: World) -> None:
    transit = world.balance(world.ids["C-1"], "TRAN")
    proposed = cancels(world)
    assert world.payout()["count"] == 0  # until another person has said so, it may still leave
    with refused(world.conn, "same_person", approval_id=proposed["approval_id"], login="tania"):
        world.approve(proposed, "tania")
    done = world.approve(proposed, "aron")
    assert done["orders"] == [world.ids["first"], world.ids["second"]]
    again = world.payout()
    assert (again["orders"], again["total_cents"]) == (done["orders"], 800_000)
    assert steps(world) == ["RELEASED", "SENT", "UNSENT", "SENT"]
    assert world.payout()["count"] == 0
    assert world.balance(world.ids["C-1"], "TRAN") == transit
    world.bank({"cents": -500_000, "end_to_end_reference": reference(world, "first")})
    assert steps(world)[-1] == "EXECUTED"


def test_a_second_file_may_be_put_aside_too(world: World) -> None:
    put_aside(world)
    world.payout()
    put_aside(world)
    assert world.payout()["count"] == 2
    assert steps(world) == ["RELEASED", "SENT", "UNSENT", "SENT", "UNSENT", "SENT"]


def test_the_database_refuses_an_order_in_two_living_files(world: World) -> None:
    put_aside(world)
    world.payout()
    with violated(world.conn, "payment_order_step_pkey"):
        world.conn.execute(
            "INSERT INTO payment_order_step (contract_id, order_id, step, on_date, file_number,"
            " act_id) SELECT contract_id, id, 'SENT', '2026-01-16', 2, act_id FROM payment_order"
            " WHERE id = %s", (world.ids["first"],),
        )  # fmt: skip


def test_a_refused_proposal_leaves_the_file_where_it_was(world: World) -> None:
    from comptant.operations.closing import decide

    proposed = cancels(world)
    with refused(world.conn, "file_waits", approval_id=proposed["approval_id"]):
        cancels(world)
    decide.decide(world.conn, world.asked("aron"), approval_id=proposed["approval_id"],
                  approve=False, reason="the bank has it")  # fmt: skip
    assert world.payout()["count"] == 0
    assert steps(world) == ["RELEASED", "SENT"]


def test_a_file_said_to_have_left_is_not_put_aside_even_by_an_older_proposal(world: World) -> None:
    proposed = cancels(world)
    outbox.mark_sent(world.conn, world.asked("tania"), outbox_id=line(world), outcome="SENT",
                     proof="EBICS 1234")  # fmt: skip
    with refused(world.conn, "outbox_done", outbox_id=line(world)):
        world.approve(proposed, "aron")
    with refused(world.conn, "outbox_done", outbox_id=line(world)):
        cancels(world)


def test_a_file_of_which_the_bank_has_spoken_is_not_put_aside(world: World) -> None:
    proposed = cancels(world)
    world.bank({"cents": -500_000, "end_to_end_reference": reference(world, "first")})
    with refused(world.conn, "file_at_the_bank", orders=[world.ids["first"]]):
        world.approve(proposed, "aron")


def test_a_file_that_left_all_the_same_is_paid_once(world: World) -> None:
    put_aside(world)
    told = world.bank({"cents": -500_000, "end_to_end_reference": reference(world, "first")})
    assert told["executed"] == 1
    assert world.payout()["orders"] == [world.ids["second"]]
    world.bank({"cents": -500_000, "end_to_end_reference": reference(world, "first")},
               {"cents": -300_000, "end_to_end_reference": reference(world, "second")})  # fmt: skip
    assert world.one("SELECT count(*) FROM entry WHERE event = 'bank_debit'") == 1
    assert world.one("SELECT count(*) FROM payment_order_step WHERE step = 'EXECUTED'") == 2


def test_one_debit_for_the_file_put_aside_executes_its_orders_before_they_are_sent_again(
    world: World,
) -> None:
    put_aside(world)
    assert world.bank({"cents": -800_000, "text": "VIREMENTS"})["executed"] == 2
    assert world.payout()["count"] == 0


def test_one_debit_for_the_next_file_is_not_taken_for_the_one_put_aside(world: World) -> None:
    put_aside(world)
    world.payout()
    assert world.bank({"cents": -800_000, "text": "VIREMENTS"})["executed"] == 2


def test_an_order_due_from_a_file_put_aside_waits_for_the_payout_and_not_for_the_bank(
    world: World,
) -> None:
    from comptant.store import bulk

    def turns() -> set[str]:
        return {row["turn"] for row in bulk.rows(
            world.conn, "late_orders", from_id=0, on=date(2026, 2, 16))}  # fmt: skip

    assert turns() == {"bank"}
    put_aside(world)
    assert turns() == {"payout"}


def test_a_file_of_collections_is_not_put_aside(world: World) -> None:
    world.conn.execute(
        "INSERT INTO outbox (kind, contract_id, payload, due_at, act_id) VALUES"
        " ('collection_file', 0, '{\"name\": \"bills-1.txt\"}', now(), 1)"
    )
    id_ = world.one("SELECT max(id) FROM outbox")
    with refused(world.conn, "collection_file_kept", name="bills-1.txt"):
        outbox.mark_sent(world.conn, world.asked("tania"), outbox_id=id_, outcome="CANCELLED",
                         proof="")  # fmt: skip
