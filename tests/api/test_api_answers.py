"""What operations answer is described to the last field, and held against what tests see."""

import importlib.util
import json
from pathlib import Path
from typing import Any, get_type_hints

import django
import pytest
from django.test import Client

from comptant.doors.api import answered
from comptant.doors.api.endpoints import WAYS_IN
from comptant.doors.catalogue import TOKENS, endpoints
from comptant.doors.documents import client
from tests import answers

FILE = Path(__file__).parents[2] / "docs" / "clients" / client.FILE


@pytest.fixture(scope="module")
def described() -> Any:
    django.setup()
    return json.loads(Client(headers={"host": "localhost"}).get("/api/v1/openapi.json").content)


def answer(described: Any, path: str, way: str = "post") -> Any:
    """The schema of what an endpoint answers."""
    found = described["paths"][f"/api/v1/{path}"][way]["responses"]["200"]
    return found["content"]["application/json"]["schema"]


def test_every_operation_and_every_look_tells_its_fields(described: Any) -> None:
    looks = {name for names in answers.LOOKS.values() for name in names} - {"remit_stream"}
    assert set(answered.answers()) == set(endpoints()) | looks
    for path, ways in described["paths"].items():
        for way in ways:
            told = answer(described, path.removeprefix("/api/v1/"), way)
            assert told["properties"], (path, way)
    assert answer(described, "bulk/remit") == answer(described, "remit")


def test_fields_have_types_meanings_and_say_whether_they_may_lack(described: Any) -> None:
    draw = answer(described, "draw")
    assert draw["properties"]["amount_cents"] == {"type": "integer", "description": "amount"}
    assert draw["properties"]["promised_at"]["format"] == "date-time"
    assert "order_id" in draw["required"]
    assert "delegation_id" not in draw["required"]  # of a draw that was delegated
    many = answer(described, "draw_many")["properties"]["orders"]["items"]
    assert many["properties"]["order_id"] == draw["properties"]["order_id"]
    by_currency = answer(described, "bank")["properties"]["received_in"]
    assert by_currency["additionalProperties"] == {"type": "integer"}
    for name in set(TOKENS) - set(WAYS_IN):
        if f"/api/v1/{name}" in described["paths"]:
            assert "token" in answer(described, name)["required"]


def test_an_answer_that_is_not_as_told_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "IS_LEARNING", False)  # of wrong answers nothing is learnt
    good = {"order_id": 1, "amount_cents": 5, "currency": "EUR"}
    answers.check("cancel_draw", good)
    for wrong in (good | {"more": 1}, good | {"amount_cents": None}, good | {"order_id": "1"},
                  {"order_id": 1}):  # fmt: skip
        with pytest.raises(AssertionError, match="does not tell"):
            answers.check("cancel_draw", wrong)


def test_a_file_learns_what_it_sees_and_is_read_as_it_was_written() -> None:
    told = answers.widened(None, {"order_id": 1, "on": "2026-01-16", "sums": {"EUR": 5}}, "draw")
    told = answers.widened(told, {"order_id": None, "rows": [{"id": 1}, {"id": 2, "x": True}]},
                           "draw")  # fmt: skip
    text = answers.written_down({"draw": told})
    assert text.splitlines() == [
        "of,field,type,may", "draw,order_id,integer,null", "draw,on,day,lack",
        "draw,sums,mapping,lack", "draw,sums{},integer,", "draw,rows,list,lack",
        "draw,rows[],object,", "draw,rows[].id,integer,", "draw,rows[].x,yes_no,lack",
    ]  # fmt: skip
    assert answered.parsed(text) == {"draw": told}
    assert answers.written_down(answered.parsed(text)) == text


def test_the_python_client_has_a_type_for_each_answer_and_row() -> None:
    spec = importlib.util.spec_from_file_location("typed_client", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = get_type_hints(module.Comptant.draw)["return"]
    assert drawn is module.DrawAnswer
    assert get_type_hints(drawn)["order_id"] is int
    assert "delegation_id" in drawn.__optional_keys__
    assert module.DrawManyAnswerOrders.__required_keys__ >= {"order_id", "amount_cents"}
    rows = get_type_hints(module.Comptant.list_orders)["return"]
    assert rows.__args__ == (module.OrdersRow,)
    assert get_type_hints(module.OrdersRow)["amount_cents"] == int | None
