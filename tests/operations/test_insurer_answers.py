"""A decision of an insurer that cannot be taken silences none after it, and may come again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from comptant.doors.worker import insurer_rest
from comptant.operations.acts.act import Answer
from comptant.operations.closing import keeper
from comptant.operations.insurance import insurer_answers, insurer_calls
from comptant.operations.registry import parties
from tests.facts import World
from tests.insurer_door import Insurer
from tests.operations.test_insurer_calls import GRANTED, answers, heard, limits, siren
from tests.operations.test_insurer_calls import theirs as theirs
from tests.operations.test_insurer_calls import world as world


def told(world: World, **given: Any) -> Answer:
    """A list of one decision, taken in by somebody."""
    row = {"insurer_answer_number": "L-1", "insurer_policy_number": "P-1",
           "request_reference": None, "buyer_siren": siren(world), "response_code": "9",
           "limit_decision_number": "L-1", "told_limit_cents": 1_000_000, "currency": "EUR",
           "limit_from_on": world.on, "limit_until_on": None, "response_reason": None,
           **given}  # fmt: skip
    return insurer_answers.take_insurer_answers(
        world.conn, world.asked("anna"), answers=insurer_answers.INSURER_ANSWERS.frame([row]),
        insurer_id=world.one("SELECT id FROM party WHERE kind = 'INSURER'"),
    )  # fmt: skip


@pytest.mark.parametrize(("given", "cause"), [
    ({"policy": None}, "answer_lacks"), ({"currency": ["EUR"]}, "answer_lacks"),
    ({"response_code": "2\x00"}, "answer_lacks"), ({"reference": {}}, "TAKEN"),
    ({"reference": {"a": 1}}, "answer_lacks"), ({"buyer_siren": "4" * 201}, "answer_lacks"),
    ({"amount_cents": 10**30}, "limit_amount_wrong"), ({"amount_cents": "1"}, "limit_amount_wrong"),
    ({"until_on": "soon"}, "limit_dates_wrong"), ({"from_on": "2026-02-30"}, "limit_undated"),
])  # fmt: skip
def test_a_malformed_decision_is_kept_with_its_cause_and_those_after_it_are_taken(
    world: World, theirs: Insurer, given: dict[str, Any], cause: str
) -> None:
    theirs.decided("1", **{"buyer_siren": siren(world), **given})
    theirs.decided("2", buyer_siren=siren(world), response_code="8", amount_cents=0)
    assert heard(world) == 2
    first, second = answers(world)
    assert (first[2] or first[1], second) == (cause, ("2", "TAKEN", ""))
    assert limits(world)[-1] == ("CANCELLED", "N-2", 0)
    assert heard(world) == 0


@pytest.mark.parametrize("nonsense", ["text", None, {"policy": "P-1"}, 7, []])
def test_what_has_no_name_is_kept_under_one_and_asked_for_no_more_than_the_rest(
    world: World, theirs: Insurer, nonsense: Any
) -> None:
    theirs.decided("1", buyer_siren=siren(world), response_code="6")
    theirs.decisions.insert(0, nonsense if isinstance(nonsense, dict) else {"data": nonsense})
    theirs.decided("2", buyer_siren=siren(world), response_code="8", amount_cents=0)
    assert heard(world) == 3
    first, *rest = answers(world)
    assert (first[0][:8], first[2]) == ("unnamed-", "answer_lacks")
    assert rest == [("1", "NOTED", ""), ("2", "TAKEN", "")]
    assert heard(world) == 0


def test_an_insurer_that_cannot_be_asked_is_told_of(world: World, theirs: Insurer) -> None:
    theirs.fails.append((503, {}))
    with pytest.raises(insurer_calls.Unanswered, match="ASSUR: GET: 503"):
        heard(world)


def test_what_was_refused_is_taken_when_its_cause_is_gone(world: World) -> None:
    (refusal,) = told(world, insurer_policy_number="P-2")["refused"]
    assert refusal["refusal"] == "policy_unknown"
    assert told(world, insurer_policy_number="P-2")["refused"] == [refusal]  # said again, kept once
    assert len(answers(world)) == 1
    assert told(world)["taken"] == [{"insurer_answer_number": "L-1"}]
    assert limits(world) == [GRANTED, ("REDUCED", "L-1", 1_000_000)]
    assert told(world)["known_count"] == 1


def test_a_call_refused_for_an_unknown_buyer_is_tried_again_by_itself(
    world: World, theirs: Insurer
) -> None:
    theirs.decided("1", buyer_siren="356000000")
    heard(world)
    assert answers(world) == [("1", "REFUSED", "party_unknown")]
    parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="OMEGA SA",
                      country="FR", numbers={"siren": "356000000"})  # fmt: skip
    by = keeper.keeper(world.conn)
    assert by is not None
    insurer_calls.hear_decisions(world.conn, world.asked("anna").at + timedelta(days=1),
                                 insurer_rest.adapters(), by)  # fmt: skip
    assert answers(world)[1:] == [("1", "TAKEN", "")]
    assert limits(world)[1] == ("GRANTED", "N-1", 6_000_000)


def test_another_word_under_a_number_that_counts_is_refused_and_the_former_stands(
    world: World,
) -> None:
    told(world)
    (refusal,) = told(world, response_code="8", told_limit_cents=0)["refused"]
    assert refusal["refusal"] == "answer_contradicts"
    assert json.dumps(refusal["facts"]) == '{"insurer_answer_number": "L-1"}'
    assert limits(world) == [GRANTED, ("REDUCED", "L-1", 1_000_000)]
    assert told(world, response_code="8", told_limit_cents=0)["refused"] == [refusal]
    assert answers(world) == [("L-1", "TAKEN", ""), ("L-1", "REFUSED", "answer_contradicts")]
    assert told(world, response_reason="said otherwise")["known_count"] == 1


@pytest.mark.parametrize("data", [None, "x", 7, {}])
def test_an_answer_without_a_list_is_no_answer_and_harms_no_other(
    theirs: Insurer, monkeypatch: pytest.MonkeyPatch, data: Any
) -> None:
    rest = insurer_rest.adapters()["ASSUR"]
    monkeypatch.setattr(rest, "_json", lambda *_, **__: {"data": data})
    for ask in (rest.find, rest.decisions):
        with pytest.raises(insurer_calls.Unanswered, match="no list"):
            ask("R-1")
    monkeypatch.setattr(rest, "_json", lambda *_, **__: {"data": ["x", None, {"reference": "R-1"}]})
    assert rest.find("R-1") is None
