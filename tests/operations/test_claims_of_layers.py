"""Two policies on one debt, in layers or as co-insurers: a claim each, with its own terms; what
comes in later is shared by all of them; both parties' books to the last euro."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claim_decisions, claim_recoveries, claims, claims_undone
from tests.claims import (
    CENTS,
    books,
    clients_books,
    failed,
    indemnified,
    insurer_paid,
    opened,
    proved,
    recovered,
    sold,
    written_off,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insurer, terms_proposed
from tests.policies import opened as policy_opened
from tests.traces import refused

TOP = {"insured_ppm": 800_000, "loss_deductible_cents": 100_000, "waiting_days": 180}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def policy(
    world: World, number: str, name: str, limit: int, cover: dict[str, Any], holder: str,
    **terms: Any,
) -> int:  # fmt: skip
    id_ = policy_opened(world, number, insurer_id=insurer(world, name),
                        holder_id=world.ids[holder])  # fmt: skip
    world.approve(terms_proposed(world, id_, **terms), "carl")
    world.approve(cover_proposed(world, id_, world.ids["C-1"], **cover), "carl")
    decided(world, id_, limit)
    return id_


def layered(world: World, *, holder: str = "FACTOR SA", **terms: Any) -> None:
    """50 000.00: ASSUR to 30 000.00 at 90 %, above it TOP SA at 80 % less 1 000.00, 180 days."""
    sold(world, **terms)
    world.ids["A"] = policy(world, "P-1", "ASSUR", 3_000_000, {"layer": 1}, holder,
                            insured_ppm=900_000, is_delegated=True)  # fmt: skip
    world.ids["B"] = policy(world, "P-2", "TOP SA", 2_000_000, {"layer": 2}, holder,
                            is_delegated=True, **TOP)  # fmt: skip
    failed(world)
    world.ids["SIN-A"] = opened(world, world.ids["A"])
    world.ids["SIN-B"] = opened(world, world.ids["B"], reference="SIN-2")


def look(world: World, name: str) -> None:
    """The claim that is spoken of from now on, and its insurer's account."""
    world.ids["SIN-1"] = world.ids[f"SIN-{name}"]
    (world.ids["ASSUR"],) = world.rows(
        "SELECT insurer_id FROM policy WHERE id = %s", world.ids[name]
    )[0]
    world.ids.pop("insurer account", None)


def decision(world: World, name: str, days: int = 180, cents: int | None = None) -> Answer:
    look(world, name)
    world.on = max(world.on, world.one("SELECT opened_on FROM claim LIMIT 1")
                   + timedelta(days=days))  # fmt: skip
    return claim_decisions.accept_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids[f"SIN-{name}"], accepted_cents=cents, step_on=world.on,
        reference="ACC")  # fmt: skip


def impaired(world: World) -> int:
    return -world.balance(world.ids["C-1"], "DEPR")


def test_a_whole_case_of_two_layers_to_the_last_euro(world: World) -> None:
    layered(world, has_recourse=False)
    # 27 000.00 and 15 000.00 are to come: 8 000.00 may be lost, and are impaired once.
    assert impaired(world) == 800_000
    assert world.rows("SELECT claim_number, waiting_until_on - opened_on FROM claim ORDER BY 1"
                      ) == [("SIN-1", 150), ("SIN-2", 180)]  # fmt: skip
    with refused(world.conn, "claim_waiting"):
        decision(world, "B", 179)
    first = decision(world, "A")
    assert (first["accepted_cents"], first["factor_borne_cents"]) == (2_700_000, 2_300_000)
    assert impaired(world) == 800_000
    indemnified(world, 2_700_000)
    second = decision(world, "B")
    assert (second["accepted_cents"], second["factor_borne_cents"],
            second["client_borne_cents"]) == (1_500_000, 800_000, 0)  # fmt: skip
    indemnified(world, 1_500_000)
    assert (impaired(world), world.balance(world.ids["C-1"], "DEBD")) == (800_000, 800_000)
    written_off(world)
    told = recovered(world, 1_000_000, 100_000)
    assert [(one["claim_number"], one["insurer_recovery_cents"], one["insurer_cost_cents"],
             one["insurer_due_cents"]) for one in told["shares"]] == [
        ("SIN-1", 540_000, 54_000, 486_000), ("SIN-2", 300_000, 30_000, 270_000)]  # fmt: skip
    assert told["factor_recovery_cents"] == 160_000
    assert (told["insured_recovery_cents"], told["uninsured_recovery_cents"]) == (1_000_000, 0)
    proved(world)
    for name, due in (("A", 486_000), ("B", 270_000)):
        look(world, name)
        assert insurer_paid(world) == due
    found = books(world)
    # 42 000.00 and 10 000.00 came, 7 560.00 went to insurers, 840.00 of costs are theirs; until the
    # second claim was opened, 23 000.00 might be lost.
    assert found == {"BNK": 1_000_000 - 756_000, "CCA": -500_000, "DOT": 2_300_000,
                     "LINK": 4_200_000, "LOSS": 800_000, "RCOS": -84_000, "RECV": -160_000,
                     "REP": -2_300_000, "TRAN": -4_500_000}, found  # fmt: skip
    assert clients_books(world) == {"C411": -CENTS, "C512": 4_500_000, "C4671": 500_000}
    proved(world)
    world.close()


def test_with_recourse_the_client_is_charged_once_no_insurer_is_to_pay(world: World) -> None:
    layered(world, holder="ALPHA SAS", overdue_cutoff_days=3_650)
    decision(world, "A")
    assert indemnified(world, 2_700_000)["charged_cents"] == 0  # TOP SA is to pay still
    told = decision(world, "B")
    assert told["client_borne_cents"] == 800_000
    assert indemnified(world, 1_500_000)["charged_cents"] == 800_000
    assert world.available(world.ids["C-1"]) == 4_200_000 - 4_500_000
    told = recovered(world, 1_000_000)
    assert (told["insurer_recovery_cents"], told["client_recovery_cents"]) == (840_000, 160_000)
    assert clients_books(world)["C416"] == 800_000 - 160_000
    proved(world)


@pytest.mark.parametrize("is_refused", [True, False])
def test_what_the_other_refuses_is_the_clients_again(world: World, is_refused: bool) -> None:
    layered(world, holder="ALPHA SAS", overdue_cutoff_days=3_650)
    decision(world, "A")
    indemnified(world, 2_700_000)
    of = {"contract_id": world.ids["C-1"], "claim_id": world.ids["SIN-B"], "reason": "x"}
    if is_refused:
        world.approve(claim_decisions.propose_claim_refusal(
            world.conn, world.asked("anna"), **of, step_on=world.on, reference="L-1"), "carl",
        )  # fmt: skip
    else:
        claims.drop_claim(world.conn, world.asked("anna"), **of)
    assert world.one("SELECT open_cents FROM invoice") == 0
    proved(world)
    told = recovered(world, 1_000_000)
    assert told["insurer_recovery_cents"] == 540_000
    proved(world)


def test_co_insurers_pay_their_shares_and_have_them_back(world: World) -> None:
    """60 % and 40 % of a layer, both at 90 %: 27 000.00 and 18 000.00."""
    sold(world, has_recourse=False)
    for name, number, insurer_name, ppm in (("A", "P-1", "ASSUR", 600_000),
                                            ("B", "P-2", "TOP SA", 400_000)):  # fmt: skip
        world.ids[name] = policy(world, number, insurer_name, CENTS,
                                 {"layer": 1, "share_ppm": ppm}, "FACTOR SA",
                                 insured_ppm=900_000)  # fmt: skip
    failed(world)
    world.ids["SIN-A"] = opened(world, world.ids["A"])
    world.ids["SIN-B"] = opened(world, world.ids["B"], reference="SIN-2")
    assert impaired(world) == 500_000
    for name, cents in (("B", 1_800_000), ("A", 2_700_000)):  # whoever comes first
        assert decision(world, name)["accepted_cents"] == cents
        indemnified(world, cents)
    told = recovered(world, 200_000)
    assert [one["insurer_recovery_cents"] for one in told["shares"]] == [108_000, 72_000]
    assert told["factor_recovery_cents"] == 20_000
    proved(world)


def test_nothing_is_shared_before_each_insurer_has_paid(world: World) -> None:
    layered(world, has_recourse=False)
    decision(world, "A")
    indemnified(world, 2_700_000)
    world.bank({"cents": 100_000, "text": "DIVIDENDE", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    with refused(world.conn, "claim_not_settled", claim_number="SIN-2"):
        claim_recoveries.share_recovery(
            world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
            claim_id=world.ids["SIN-A"], payment_id=payment, amount_cents=None, cost_cents=0,
            step_on=world.on, reference="DIV-1")  # fmt: skip


def test_a_recovery_of_layers_is_undone_whole_and_in_order(world: World) -> None:
    layered(world, has_recourse=False)
    for name, cents in (("A", 2_700_000), ("B", 1_500_000)):
        decision(world, name)
        indemnified(world, cents)

    def undone(name: str, step: str) -> None:
        id_ = world.one("SELECT max(id) FROM claim_step WHERE step = %s AND claim_id = %s", step,
                        world.ids[f"SIN-{name}"])  # fmt: skip
        world.approve(claims_undone.undo_claim_step(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
            claim_id=world.ids[f"SIN-{name}"], step_id=id_, reason="x"), "aron")  # fmt: skip

    before = books(world)
    recovered(world, 1_000_000, 100_000)
    with refused(world.conn, "claim_step_used", claim_step="RECOVERED"):
        undone("A", "ACCEPTED")
    undone("A", "RECOVERED")
    assert books(world) == before | {"BNK": 1_000_000, "UNAL": -1_000_000}
    with refused(world.conn, "claim_step_used", claim_number="SIN-2"):
        undone("A", "RECEIVED")
    for name in ("B", "A"):
        undone(name, "RECEIVED")
        undone(name, "ACCEPTED")
    assert world.balance(world.ids["C-1"], "DEBD") == CENTS
    assert impaired(world) == 800_000
    assert world.rows("SELECT factor_open_cents FROM guarantee") == [(CENTS,)]
    proved(world)
