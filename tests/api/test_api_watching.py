"""A portfolio watched, a client's coming weeks and its books, as programs get them."""

import base64
import json

from comptant.operations.assigning import returns
from tests import facts
from tests.api.test_api_looks import program, told
from tests.partners import PARTNERS, add_partners
from tests.policies import insured, step
from tests.portal.conftest import world

__all__ = ["world"]
LOOKS = {"collection": {}, "cover": {}, "fee_grid": {"contract_id": 0}, "to_collect": {},
         "forecast": {},
         "treasury_plan": {"contract_id": 0},
         "client_journal": {"contract_id": 0}}  # fmt: skip


def test_a_program_plans_and_takes_the_books(world: facts.World) -> None:
    of = {"contract_id": world.ids["C-1"]}
    alice = program(world, "alice", "read", "plan_payments", "name_accounts")
    body = {**of, "payments": [{"planned_on": "2026-01-20", "amount_cents": -5_000,
                                "label": "rent"}]}  # fmt: skip
    sent = told(alice.post("/api/v1/plan_payments", json.dumps(body), "application/json",
                           headers={"idempotency-key": "p"}), 200)  # fmt: skip
    assert (sent["count"], sent["to_pay_cents"]) == (1, 5_000)
    plan = told(alice.get("/api/v1/treasury_plan", {**of, "case": "cautious"}), 200)
    assert (len(plan["days"]), plan["planned"][0]["label"]) == (92, "rent")
    assert plan["days"][4]["planned_cents"] == -5_000
    assert told(alice.get("/api/v1/treasury_plan", {**of, "case": "x"}), 404)["code"] == (
        "case_unknown")  # fmt: skip
    named = {**of, "accounts": {"C4671": "467100"}}
    told(alice.post("/api/v1/name_accounts", json.dumps(named), "application/json",
                    headers={"idempotency-key": "n"}), 200)  # fmt: skip
    books = told(alice.get("/api/v1/client_journal", {**of, "form": "fec"}), 200)
    assert b"\t467100\t" in base64.b64decode(books["content"])
    assert told(alice.get("/api/v1/client_journal", {**of, "form": "x"}), 422)["code"] == (
        "form_unknown")  # fmt: skip
    (row,) = told(alice.get("/api/v1/collection", of), 200)["rows"]
    assert row["buyer_name"] == "BETA SA"
    assert len(told(alice.get("/api/v1/forecast", of), 200)["weeks"]) == 13
    assert told(alice.get("/api/v1/to_collect", {**of, "on": "2026-09-30"}), 200)["rows"]


def test_a_program_reads_what_policies_cover_and_why_it_is_not_more(world: facts.World) -> None:
    contract = world.ids["C-1"]
    insured(world, contract, 1_500_000)
    anna = program(world, "anna")
    (id_,) = world.rows("SELECT min(id) FROM invoice WHERE contract_id = %s", contract)[0]
    policy_id = world.one("SELECT id FROM policy")
    step(world, contract, policy_id, id_)
    answer = told(anna.get("/api/v1/cover", {"contract_id": contract}), 200)
    assert answer["claims"][0]["claim_indemnity_cents"] == 1_350_000
    rows = told(anna.get("/api/v1/cover", {"contract_id": contract}), 200)["rows"]
    assert sum(row["covered_cents"] for row in rows) == 1_500_000
    assert "€15,000.00" in rows[0]["why_not_more"]
    assert told(anna.get("/api/v1/cover"), 200)["rows"] == rows
    assert told(program(world, "alice").get("/api/v1/cover"), 200)["rows"] == []


def test_a_program_reads_the_turnover_to_declare_and_the_premium(world: facts.World) -> None:
    policy_id = insured(world, world.ids["C-1"], turnover_months=1, premium_months=1,
                        policy_rate_ppm=3_000)  # fmt: skip
    anna = program(world, "anna")
    answer = told(anna.get("/api/v1/policy_turnover", {"policy_id": policy_id}), 200)
    assert answer["declared_turnover_cents"] == sum(
        row["declared_turnover_cents"] for row in answer["rows"])  # fmt: skip
    made = told(anna.get("/api/v1/policy_turnover", {"policy_id": policy_id, "form": "csv"}), 200)
    assert base64.b64decode(made["content"]).startswith(b"policy_number,")
    cost = told(anna.get("/api/v1/policy_premium", {"policy_id": policy_id}), 200)
    assert cost["period_total_cents"] >= cost["period_premium_cents"] > 0
    alice = program(world, "alice")
    assert alice.get("/api/v1/policy_premium", {"policy_id": policy_id}).status_code != 200


def test_a_neighbour_and_a_partner_are_told_nothing(world: facts.World) -> None:
    add_partners(world, world.ids["C-1"])
    for login in ("cora", *(login for login, _ in PARTNERS.values())):
        other = program(world, login)
        for look, given in LOOKS.items():
            asked = {**given, "contract_id": world.ids["C-1"]}
            seen = other.get(f"/api/v1/{look}", asked)
            keeps_books = login == PARTNERS["external_accountant"][0]
            assert seen.status_code == (200 if keeps_books else 404), (login, look)
            if not given:
                text = other.get(f"/api/v1/{look}").content.decode()
                assert ("BETA SA" in text and keeps_books) or "BETA SA" not in text


def test_a_program_reads_a_claim_figure_by_figure(world: facts.World) -> None:
    contract = world.ids["C-1"]
    policy = insured(world, contract, 1_500_000)
    (id_,) = world.rows("SELECT min(id) FROM invoice WHERE contract_id = %s", contract)[0]
    step(world, contract, policy, id_)
    anna = program(world, "anna", "read", "open_claim")
    asked = {"contract_id": contract, "policy_id": policy, "invoice_ids": [id_],
             "reference": "SIN-1"}  # fmt: skip
    opened = told(anna.post("/api/v1/open_claim", json.dumps(asked), "application/json",
                            headers={"idempotency-key": "o"}), 200)  # fmt: skip
    of = {"contract_id": contract, "claim_id": opened["claim_id"]}
    found = told(anna.get("/api/v1/claim", of), 200)
    assert found["claim_state"] == "WAITING"
    assert found["figures"]["claim_indemnity_cents"] == 1_350_000
    assert [row["invoice_id"] for row in found["items"]] == [id_]
    assert [row["claim_step"] for row in found["steps"]] == ["OPENED"]
    assert told(program(world, "alice").get("/api/v1/claim", of), 404)["code"] == (
        "claim_file_unknown")  # fmt: skip
    (row,) = told(anna.get("/api/v1/indemnities", {"contract_id": contract}), 200)["rows"]
    assert (row["claim_indemnity_cents"], row["gap_cause"], row["is_file_ready"]) == (
        1_350_000, None, False)  # fmt: skip
    assert told(program(world, "alice").get("/api/v1/indemnities"), 200)["rows"] == []
    assert told(program(world, "cora").get("/api/v1/indemnities", {"contract_id": contract}), 404)


def test_a_program_simulates_a_repayment_plan(world: facts.World) -> None:
    contract = world.ids["C-1"]
    world.draw(contract)
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice],
                     reason="BREACH")  # fmt: skip
    asked = {"contract_id": contract, "count": 3, "first_on": "2026-06-30"}
    rows = told(program(world, "anna").get("/api/v1/repayment_simulated", asked), 200)["rows"]
    assert [row["due_on"] for row in rows] == ["2026-06-30", "2026-07-30", "2026-08-30"]
    assert rows[-1]["left_cents"] == 0
    wrong = program(world, "anna").get("/api/v1/repayment_simulated", {**asked, "first_on":
                                                                   "2026-01-01"})  # fmt: skip
    assert told(wrong, 422)["code"] == "plan_wrong"


def test_where_nothing_is_owed_a_plan_says_what_is_available(world: facts.World) -> None:
    contract = world.ids["C-1"]
    asked = {"contract_id": contract, "count": 3, "first_on": "2026-01-31"}
    answer = told(program(world, "anna").get("/api/v1/repayment_simulated", asked), 422)
    assert answer["code"] == "no_over_advance"
    assert f"{world.available(contract) / 100:,.2f}" in answer["title"]
