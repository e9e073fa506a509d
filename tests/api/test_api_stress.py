"""A stress asked by programs: told in full, refused to clients and where a shock is none."""

from tests import facts
from tests.api.test_api_looks import program, told
from tests.facts import SIRENS
from tests.policies import insured
from tests.portal.conftest import world
from tests.traces import contents

__all__ = ["world"]


def test_a_program_of_the_factor_runs_a_stress(world: facts.World) -> None:
    insured(world, world.ids["C-1"])
    world.draw(world.ids["C-1"], 1_000_000)
    carl = program(world, "carl", "read")
    before = contents(world.conn)["term"]
    asked = {"shock": [f"fail buyer={SIRENS['BETA SA']}", "limits kept=50 insurer=ASSUR"]}
    seen = told(carl.get("/api/v1/stress", asked), 200)
    (sums,) = seen["sums"]
    assert sums["loss_cents"] == sum(row["amount_cents"] for row in seen["bearers"]) > 0
    assert seen["claims"][0]["insurer_name"] == "ASSUR"
    close = told(carl.get("/api/v1/stress", {**asked, "contract_id": world.ids["C-1"]}), 200)
    assert {row["hold_after"] for row in close["invoices"]} == {"buyer_insolvent"}
    for wrong, status, code in (({"shock": ["quake"]}, 422, "stress_shock_wrong"),
                                ({"contract_id": 1}, 404, "contract_unknown")):  # fmt: skip
        assert told(carl.get("/api/v1/stress", wrong), status)["code"] == code
    alice = program(world, "alice", "read")
    assert told(alice.get("/api/v1/stress", asked), 403)["code"] == "not_your_right"
    assert contents(world.conn)["term"] == before
