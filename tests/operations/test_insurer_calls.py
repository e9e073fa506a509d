"""Messages to insurers: written before they leave, carried once, taken in; what the network and the
insurer do wrong."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant.doors.worker import insurer_rest
from comptant.operations.acts.act import Answer
from comptant.operations.closing import keeper
from comptant.operations.insurance import insurer_answers, insurer_calls, insurer_messages
from comptant.settings import BadSetting
from tests.facts import World, open_world
from tests.houses import house
from tests.insurer_door import CLIENT, SECRET, Insurer, insurer_door
from tests.policies import insured, insurer, step
from tests.traces import refused

CENTS = 5_000_000


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 under P-1 of ASSUR, with FA-1 of 50 000.00 on BETA SA."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract("C-1", age_cutoff_days=3_650)
    made.limit(made.ids["C-1"], "BETA SA", CENTS)
    made.remit(made.ids["C-1"], {"number": "FA-1", "cents": CENTS, "issued_on": date(2026, 1, 10),
                                 "due_on": date(2026, 3, 11)})  # fmt: skip
    made.ids["P-1"] = insured(made, made.ids["C-1"])
    made.ids["FA-1"] = made.one("SELECT id FROM invoice")
    return made


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Insurer]:
    with insurer_door() as held:
        told = [{"insurer": "ASSUR", "url": held.url, "token_url": f"{held.url}/token",
                 "client_id": CLIENT, "client_secret": SECRET}]  # fmt: skip
        path = tmp_path / "insurers.json"
        path.write_text(json.dumps(told))
        path.chmod(0o600)
        monkeypatch.setenv("COMPTANT_INSURERS", str(path))
        yield held


def asked(world: World, **told: Any) -> Answer:
    given = {"request": "NEW", "amount_cents": 6_000_000, "reason": "orders to come", **told}
    return insurer_messages.ask_policy_limit(
        world.conn, world.asked("anna"), policy_id=world.ids["P-1"],
        buyer_id=world.ids["BETA SA"], **given,
    )  # fmt: skip


def told(world: World, kind: str = "OVERDUE", *ids: int) -> Answer:
    return insurer_messages.tell_insurer(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        policy_id=world.ids["P-1"], kind=kind, invoice_ids=list(ids or (world.ids["FA-1"],)),
        reason="unpaid",
    )  # fmt: skip


def turn(world: World, adapters: dict[str, Any] | None = None, *, is_now: bool = True) -> int:
    """One turn of the worker, with all that waits due."""
    by = keeper.keeper(world.conn)
    assert by is not None
    at = world.asked("anna").at
    if is_now:
        world.conn.execute("UPDATE insurer_call SET next_at = %s WHERE next_at IS NOT NULL", (at,))
    return insurer_calls.turn(world.conn, at, adapters or insurer_rest.adapters(), by)


def heard(world: World) -> int:
    by = keeper.keeper(world.conn)
    assert by is not None
    return insurer_calls.hear_decisions(world.conn, world.asked("anna").at,
                                        insurer_rest.adapters(), by)  # fmt: skip


def call(world: World) -> tuple[Any, ...]:
    return world.rows("SELECT state, job, tries, last_answer FROM insurer_call")[0]


def limits(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT decision, decision_number, amount_cents FROM policy_limit"
                      " ORDER BY id")  # fmt: skip


def answers(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT answer_id, outcome, refusal FROM insurer_answer"
                      " ORDER BY recorded_at")  # fmt: skip


GRANTED = ("GRANTED", "D-1", CENTS)


def test_a_request_leaves_once_and_its_decision_is_taken(world: World, theirs: Insurer) -> None:
    reference = asked(world)["reference"]
    with refused(world.conn, "limit_asked"):
        asked(world)
    assert turn(world) == 1
    (job,) = theirs.jobs.values()
    assert (job["reference"], job["message"]["request_code"], job["message"]["buyer_siren"]) == (
        reference, "2", world.one("SELECT identifier FROM party_identifier WHERE party_id = %s"
                                  " AND scheme = 'siren'", world.ids["BETA SA"]))  # fmt: skip
    assert turn(world) == 1  # it works on it
    assert call(world)[:3] == ("SENT", "job-1", 0)
    theirs.answered(state="ACCEPTED", number="REQ-7")
    theirs.decided("1", reference=reference, response_code="5", amount_cents=5_500_000,
                   number="D-9", buyer_siren=job["message"]["buyer_siren"])  # fmt: skip
    assert (turn(world), heard(world)) == (1, 1)
    assert limits(world) == [GRANTED, ("PARTIAL", "D-9", 5_500_000)]
    assert (turn(world), heard(world), len(theirs.jobs)) == (0, 0, 1)


def test_an_overdue_that_the_insurer_has_is_declared_on_the_day_it_left(
    world: World, theirs: Insurer
) -> None:
    told(world)
    with refused(world.conn, "invoice_told"):
        told(world)
    turn(world)
    sent_on, world.on = world.on, date(2026, 1, 20)
    theirs.answered(state="ACCEPTED", number="DMS-3")
    turn(world)
    assert world.rows("SELECT step, step_on, reference FROM cover_step") == [
        ("DECLARED", sent_on, "DMS-3")]  # fmt: skip
    assert world.rows("SELECT step, refusal FROM insurer_message_step ORDER BY recorded_at") == [
        ("SENT", ""), ("TAKEN", "")]  # fmt: skip


def test_what_is_rejected_may_be_told_again(world: World, theirs: Insurer) -> None:
    told(world)
    turn(world)
    theirs.answered(state="REJECTED", reason="no such policy")
    turn(world)
    assert world.rows("SELECT step, reason FROM insurer_message_step WHERE step <> 'SENT'") == [
        ("REJECTED", "no such policy")]  # fmt: skip
    assert world.one("SELECT count(*) FROM cover_step") == 0
    told(world)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_failure_is_tried_again_after_a_while(world: World, theirs: Insurer, status: int) -> None:
    asked(world)
    theirs.fails.append((status, {"Retry-After": "600"} if status == 429 else {}))
    turn(world)
    assert call(world) == ("SENDING", "", 1, f"POST: {status}")
    waits = world.one("SELECT extract(epoch FROM next_at - %s)::int FROM insurer_call",
                      world.asked("anna").at)  # fmt: skip
    assert waits == (600 if status == 429 else 5)
    assert turn(world, is_now=False) == 0
    turn(world)
    assert (call(world)[:2], len(theirs.jobs)) == (("SENT", "job-1"), 1)


def test_a_token_that_is_no_longer_good_is_asked_for_once_more(
    world: World, theirs: Insurer
) -> None:
    adapters = insurer_rest.adapters()
    asked(world)
    turn(world, adapters)
    theirs.token = "token-2"
    turn(world, adapters)
    assert theirs.calls.count("POST /token") == 2
    assert call(world)[:2] == ("SENT", "job-1")


def test_credentials_that_are_refused_are_told_without_the_secret(
    world: World, theirs: Insurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapters = insurer_rest.adapters()
    adapters["ASSUR"].client_secret = "wrong"
    asked(world)
    turn(world, adapters)
    assert call(world) == ("SENDING", "", 1, "token: 401")
    assert "wrong" not in repr(adapters)


def test_a_timeout_is_tried_again_and_nothing_is_sent_twice(
    world: World, theirs: Insurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insurer_rest, "TIMEOUT_SECONDS", 0.3)
    adapters = insurer_rest.adapters()
    asked(world)
    adapters["ASSUR"]._token()
    theirs.sleeps = 1.0
    turn(world, adapters)
    assert call(world)[3] == "POST: ReadTimeout"
    turn(world, adapters)
    assert (call(world)[:2], len(theirs.jobs)) == (("SENT", "job-1"), 1)


def test_an_answer_that_is_lost_is_found_again_by_its_reference(
    world: World, theirs: Insurer
) -> None:
    asked(world)
    theirs.loses = "POST /messages"
    turn(world)
    assert (call(world)[0], len(theirs.jobs)) == ("SENDING", 1)
    turn(world)
    assert (call(world)[:2], len(theirs.jobs), len(theirs.keys)) == (("SENT", "job-1"), 1, 1)


def test_a_crash_between_the_sending_and_the_note_sends_nothing_twice(
    world: World, theirs: Insurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)
    adapters = insurer_rest.adapters()

    def dies(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(insurer_calls.bulk, "execute", dies)
        with pytest.raises(KeyboardInterrupt):
            turn(world, adapters)
    assert (call(world)[:3], len(theirs.jobs)) == (("SENDING", "", 1), 1)
    turn(world, adapters)
    assert (call(world)[:2], len(theirs.jobs), len(theirs.keys)) == (("SENT", "job-1"), 1, 1)


def test_an_insurer_that_knows_the_key_already_is_believed(world: World, theirs: Insurer) -> None:
    reference = asked(world)["reference"]
    theirs.jobs["job-9"] = {"job": "job-9", "reference": reference, "state": "PENDING"}
    turn(world)
    assert (call(world)[:2], len(theirs.jobs)) == (("SENT", "job-9"), 1)


@pytest.mark.parametrize(("given", "cause"), [
    ({"reference": "comptant-999999999"}, "message_unknown"),
    ({"from_on": None}, "limit_undated"),
    ({"policy": "P-9"}, "policy_unknown"),
    ({"buyer_siren": "000000000"}, "party_unknown"),
    ({"response_code": "12"}, "response_unknown"),
    ({"currency": "USD"}, "currency_wrong"),
    ({"from_on": "2025-12-31"}, "decision_out_of_order"),
    ({"response_code": "9"}, "no_limit_to_lower"),
    ({"response_code": "8"}, "limit_amount_wrong"),
    ({"number": "D-1"}, "decision_known"),
])  # fmt: skip
def test_a_decision_that_cannot_be_is_kept_with_its_cause_and_the_former_stands(
    world: World, theirs: Insurer, given: dict[str, Any], cause: str
) -> None:
    theirs.decided("1", **{"buyer_siren": siren(world), "number": "D-7", **given})
    assert heard(world) == 1
    assert answers(world) == [("1", "REFUSED", cause)]
    assert limits(world) == [GRANTED]


def siren(world: World) -> str:
    return str(world.one("SELECT identifier FROM party_identifier WHERE party_id = %s"
                         " AND scheme = 'siren'", world.ids["BETA SA"]))  # fmt: skip


def test_a_decision_told_twice_counts_once(world: World, theirs: Insurer) -> None:
    theirs.decided(
        "1", buyer_siren=siren(world), response_code="9", amount_cents=2_000_000, number="D-9"
    )
    theirs.decided("1", buyer_siren=siren(world), response_code="9", amount_cents=1_000_000)
    theirs.decided("2", buyer_siren=siren(world), response_code="6")
    theirs.decided("3", buyer_siren=siren(world), response_code="8", amount_cents=0)
    assert heard(world) == 4
    assert answers(world) == [("1", "TAKEN", ""), ("1", "REFUSED", "answer_contradicts"),
                              ("2", "NOTED", ""), ("3", "TAKEN", "")]  # fmt: skip
    assert [row[0] for row in limits(world)] == ["GRANTED", "REDUCED", "CANCELLED"]
    assert heard(world) == 0


def test_a_limit_until_a_day_is_temporary(world: World, theirs: Insurer) -> None:
    theirs.decided("1", buyer_siren=siren(world), until_on="2026-06-30")
    heard(world)
    assert world.rows("SELECT decision, until_on FROM policy_limit ORDER BY id")[1] == (
        "TEMPORARY", date(2026, 6, 30))  # fmt: skip


def mark(world: World, message_id: int, outcome: str, **told_: Any) -> Answer:
    given = {"step_on": world.on, "reference": "R-1", "reason": "why", **told_}
    return insurer_messages.mark_insurer_message(
        world.conn, world.asked("anna"), message_id=message_id, outcome=outcome, **given,
    )  # fmt: skip


def test_people_carry_a_message_and_what_is_taken_counts(world: World) -> None:
    id_ = told(world)["message_id"]
    with refused(world.conn, "message_not_sent"):
        mark(world, id_, "TAKEN")
    mark(world, id_, "SENT")
    with refused(world.conn, "message_sent"):
        mark(world, id_, "WITHDRAWN")
    assert mark(world, id_, "TAKEN")["refusal"] == ""
    with refused(world.conn, "message_over"):
        mark(world, id_, "REJECTED")
    assert world.rows("SELECT step, step_on FROM cover_step") == [("DECLARED", world.on)]


def test_what_a_call_has_under_way_is_left_to_it(world: World, theirs: Insurer) -> None:
    id_ = told(world)["message_id"]
    turn(world)
    with refused(world.conn, "message_called"):
        mark(world, id_, "SENT")


def test_a_message_withdrawn_is_not_sent(world: World, theirs: Insurer) -> None:
    mark(world, told(world)["message_id"], "WITHDRAWN")
    assert (turn(world), theirs.jobs) == (0, {})
    told(world)


def test_what_was_declared_by_hand_meanwhile_is_told_and_not_twice(world: World) -> None:
    id_ = told(world)["message_id"]
    mark(world, id_, "SENT")
    step(world, world.ids["C-1"], world.ids["P-1"], world.ids["FA-1"])
    assert mark(world, id_, "TAKEN")["refusal"] == "cover_step_known"
    assert world.one("SELECT count(*) FROM cover_step") == 1


@pytest.mark.parametrize(("given", "code"), [
    ({"request": "MORE"}, "request_unknown"), ({"amount_cents": 0}, "limit_amount_wrong"),
    ({"request": "CANCEL"}, "limit_amount_wrong"), ({"reason": " "}, "reason_missing"),
])  # fmt: skip
def test_a_request_that_cannot_be_is_refused(
    world: World, given: dict[str, Any], code: str
) -> None:
    with refused(world.conn, code):
        asked(world, **given)
    assert world.one("SELECT count(*) FROM insurer_message") == 0


def test_answers_are_taken_of_insurers_only(world: World) -> None:
    frame = insurer_answers.INSURER_ANSWERS.frame([])
    with refused(world.conn, "insurer_wrong"):
        insurer_answers.take_insurer_answers(world.conn, world.asked("anna"), answers=frame,
                                             insurer_id=world.ids["BETA SA"])  # fmt: skip
    with refused(world.conn, "nothing_sent"):
        insurer_answers.take_insurer_answers(world.conn, world.asked("anna"), answers=frame,
                                             insurer_id=insurer(world))  # fmt: skip


def test_a_setting_that_others_may_read_or_that_is_not_https_is_refused(
    tmp_path: Path, theirs: Insurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "insurers.json"
    path.chmod(0o644)
    with pytest.raises(BadSetting):
        insurer_rest.adapters()
    path.chmod(0o600)
    path.write_text(path.read_text().replace("127.0.0.1", "insurer.example"))
    with pytest.raises(BadSetting):
        insurer_rest.adapters()
    monkeypatch.delenv("COMPTANT_INSURERS")
    assert insurer_rest.adapters() == {}


def test_the_waits_grow_and_the_last_one_stays() -> None:
    assert [wait.total_seconds() for wait in insurer_calls.WAITS] == [5, 30, 300, 1800, 7200]
    assert timedelta(hours=2) == insurer_calls.WAITS[-1]
