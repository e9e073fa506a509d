"""Fees as programs agree on them, charge them and read them."""

import json

from tests import facts
from tests.api.test_api_looks import program, told
from tests.portal.conftest import world

__all__ = ["world"]


def test_a_program_agrees_on_fees_charges_one_and_reads_them(world: facts.World) -> None:
    of = {"contract_id": world.ids["C-1"]}
    anna = program(world, "anna", "read", "set_fees", "charge_fee")
    row = {"fee_code": "FEE-AVT", "charge_unit": "ACT", "tier_from": 0, "unit_cents": 7_500,
           "charge_ppm": 0}  # fmt: skip

    def sent(path: str, key: str, status: int, **body: object) -> dict[str, object]:
        answer = anna.post(f"/api/v1/{path}", json.dumps({**of, **body}), "application/json",
                           headers={"idempotency-key": key})  # fmt: skip
        found: dict[str, object] = told(answer, status)
        return found

    agreed = {"from_on": "2026-01-16", "source": "rider"}
    wrong = sent("set_fees", "a", 422, fees=[row, row], **agreed)
    assert (wrong["code"], wrong["facts"]["fee_fault"]) == (  # type: ignore[index]
        "fee_wrong", "tiers_overlap")  # fmt: skip
    assert sent("set_fees", "b", 200, fees=[row], **agreed)["fees"] == [
        {"fee_code": "FEE-AVT", "charge_unit": "ACT", "tiers": 1}]  # fmt: skip
    act = {"fee_code": "FEE-AVT", "reference": "rider 1", "amount_cents": 0}
    assert sent("charge_fee", "c", 200, **act)["total_cents"] == 9_000
    assert sent("charge_fee", "d", 422, **act)["code"] == "fee_charged"
    alice = program(world, "alice")
    grid = told(alice.get("/api/v1/fee_grid", of), 200)["rows"]
    assert ("FEE-AVT", "€75.00", "price, amendments and documents") in [
        (one["fee_code"], one["fee_price"], one["clause"]) for one in grid]  # fmt: skip
    assert [one["unit_cents"] for one in told(alice.get("/api/v1/contract_fees", of), 200)["rows"]
            ] == [7_500]  # fmt: skip
    (cause,) = told(alice.get("/api/v1/fees_billed", of), 200)["rows"]
    assert cause["fee_cause"] == "rider 1"
    assert told(alice.get("/api/v1/exit_simulation", of), 200)["ending_fee_cents"] == 0
