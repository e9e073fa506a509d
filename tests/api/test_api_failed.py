"""Parties in proceedings as programs take them in and ask for them."""

import base64
import json

from tests import facts
from tests.api.test_api_looks import program, told
from tests.notices import record, took
from tests.portal.conftest import world

__all__ = ["world"]


def test_a_program_takes_notices_in_and_asks_who_bears_what(world: facts.World) -> None:
    anna = program(world, "anna", "read", "take_notices", "record_insolvency_step")
    one = record(1, dateparution="2026-01-15", judged="2026-01-12")
    sent = base64.b64encode(json.dumps([one]).encode()).decode()
    given = {"file_name": "bodacc.json", "content": sent}
    taken = told(anna.post("/api/v1/take_notices", given, content_type="application/json",
                           headers={"Idempotency-Key": "n1"}), 200)  # fmt: skip
    assert [row["party_name"] for row in taken["failed"]] == ["BETA SA"]
    rows = told(anna.get("/api/v1/in_proceedings", {"contract_id": world.ids["C-1"]}), 200)["rows"]
    assert [(row["failed_part"], row["declare_claim_by_on"]) for row in rows] == [
        ("BUYER", "2026-03-15")]  # fmt: skip
    assert told(anna.get("/api/v1/in_proceedings"), 200)["rows"]
    buyer = told(anna.get("/api/v1/failed_buyer", {"buyer_id": world.ids["BETA SA"]}), 200)
    assert [row["client_bears_cents"] for row in buyer["rows"]] == [2_000_000]
    whole = told(anna.get("/api/v1/in_proceedings", {"size": 1}), 200)
    assert (len(whole["rows"]), whole["after"]) == (1, None)
    wrong = told(anna.get("/api/v1/in_proceedings", {"after": "x"}), 422)
    assert wrong["code"] == "cursor_wrong"
    broken = {"file_name": "x.json", "content": base64.b64encode(b"[").decode()}
    wrong = told(anna.post("/api/v1/take_notices", broken, content_type="application/json",
                           headers={"Idempotency-Key": "n2"}), 422)  # fmt: skip
    assert wrong["code"] == "notices_unread"
    assert told(anna.get("/api/v1/failed_buyer", {"buyer_id": 1}), 404)["code"] == "party_unknown"
    assert told(anna.get("/api/v1/in_proceedings", {"contract_id": 1}), 404)["code"] == (
        "contract_unknown")  # fmt: skip


def test_a_clients_program_sees_what_its_own_buyers_owe_and_nothing_of_others(
    world: facts.World,
) -> None:
    took(world, record(1, dateparution="2026-01-15", judged="2026-01-12"))
    for login, numbers in (("alice", ["C-1"]), ("cora", [])):
        one = program(world, login, "read")
        rows = told(one.get("/api/v1/in_proceedings"), 200)["rows"]
        assert [row["contract_number"] for row in rows] == numbers, login
    assert told(one.get("/api/v1/failed_buyer", {"buyer_id": world.ids["ALPHA SAS"]}), 403)


def test_a_program_registers_a_garnishment_and_asks_by_when_it_is_paid(world: facts.World) -> None:
    anna = program(world, "anna", "read", "register_garnishment", day="2026-01-17")
    given = {"contract_id": world.ids["C-1"], "kind": "SATD", "reference": "SATD-1",
             "creditor_id": world.ids["DELTA SARL"], "served_at": "2026-01-16T12:00:00+01:00",
             "buyer_id": 0, "amount_cents": 50_000}  # fmt: skip
    made = told(anna.post("/api/v1/register_garnishment", given, content_type="application/json",
                          headers={"Idempotency-Key": "g1"}), 200)  # fmt: skip
    assert made["held_cents"] == 50_000
    again = {**given, "reference": "SATD-2", "amount_cents": 1_000}
    told(anna.post("/api/v1/register_garnishment", again, content_type="application/json",
                   headers={"Idempotency-Key": "g2"}), 200)  # fmt: skip
    first = told(anna.get("/api/v1/garnishment_days", {"size": 1}), 200)
    second = told(anna.get("/api/v1/garnishment_days", {"size": 1, "after": first["after"]}), 200)
    assert [row["reference"] for row in first["rows"] + second["rows"]] == ["SATD-2", "SATD-1"]
    assert second["after"] is None
    (row,) = second["rows"]
    assert (row["next_garnishment_step"], row["pay_by_on"]) == ("answer", "2026-02-15")
    alice = program(world, "alice", "read")
    of = {"contract_id": world.ids["C-1"]}
    assert len(told(alice.get("/api/v1/garnishment_days", of), 200)["rows"]) == 2
    cora = program(world, "cora", "read")
    assert told(cora.get("/api/v1/garnishment_days"), 200)["rows"] == []
    assert told(cora.get("/api/v1/garnishment_days", of), 404)["code"] == "contract_unknown"


def test_a_program_of_the_staff_alone_reads_provisions(world: facts.World) -> None:
    world.draw(world.ids["C-1"], 1_000_000)
    found = told(program(world, "anna", "read").get("/api/v1/provisions"), 200)
    assert [(row["party_name"], row["risk_stage"]) for row in found["rows"]] == [("ALPHA SAS", 1)]
    of = {"contract_id": world.ids["C-1"]}
    assert told(program(world, "anna", "read").get("/api/v1/provisions", of), 200)["sums"]
    refused = told(program(world, "alice", "read").get("/api/v1/provisions", of), 403)
    assert refused["code"] == "not_your_right"


def test_a_program_has_the_letter_that_declares_our_claim(world: facts.World) -> None:
    took(world, record(1, dateparution="2026-01-15", judged="2026-01-12"))
    took(world, record(2, "ALPHA SAS", dateparution="2026-01-15", judged="2026-01-12"))
    anna = program(world, "anna", "read")
    asked = {"contract_id": world.ids["C-1"], "party_id": world.ids["BETA SA"],
             "failed_part": "BUYER", "officer": "Me X", "signer": "A. Durand",
             "amount_cents": 100_000}  # fmt: skip
    made = told(anna.get("/api/v1/claim_letter", asked), 200)
    assert base64.b64decode(made["content"]).startswith(b"%PDF")
    for given, code in (({"failed_part": "CLIENT", "party_id": world.ids["BETA SA"]},
                         "not_in_proceedings"), ({"officer": " "}, "officer_missing"),
                        ({"signer": " "}, "signer_missing")):  # fmt: skip
        wrong = anna.get("/api/v1/claim_letter", {**asked, **given})
        assert json.loads(wrong.content)["code"] == code
    assert program(world, "cora", "read").get("/api/v1/claim_letter", asked).status_code == 404
