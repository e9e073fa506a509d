"""What keeps an order from being released, and one released from the payment file; worst first."""

from typing import Any

import pytest

from comptant.rules.batch import decide
from comptant.rules.paying_out import NULLABLE, ORDERS, PAYING_OUT


def refusals(purpose: str, status: str, **said: Any) -> tuple[str | None, str | None]:
    row = {"order_id": 1, "purpose": purpose, "contract_status": status, "payee_check": "MATCH",
           "missing_cents": 0, "unkept_cents": 0, "is_contestable": False, **said}  # fmt: skip
    told = decide(ORDERS.frame([row]), PAYING_OUT, nullable=NULLABLE).row(0, named=True)
    return told["release_refusal"], told["file_refusal"]


STOPPED = ("contract_stopped", "contract_stopped")


@pytest.mark.parametrize(("purpose", "status", "wanted"), [
    ("DRAW", "ACTIVE", (None, None)), ("DRAW", "NOTICE", (None, None)),
    ("DRAW", "RUNOFF", ("contract_stopped", None)),  # released before it began to run off
    ("DRAW", "SUSPENDED", STOPPED), ("DRAW", "FROZEN", STOPPED),
    ("FORWARD", "WATCH", (None, None)), ("FORWARD", "SUSPENDED", STOPPED),
    ("BALANCE", "RUNOFF", (None, None)), ("BALANCE", "ACTIVE", ("contract_stopped", None)),
    ("BALANCE", "FROZEN", STOPPED),
    ("LENDER", "OPENING", (None, None)), ("LENDER", "FROZEN", STOPPED),
    ("LENDER", "SUSPENDED", STOPPED),
    ("GARNISHMENT", "FROZEN", (None, None)), ("GARNISHMENT", "SUSPENDED", (None, None)),
    ("REFUND", "", (None, None)), ("PREMIUM", "", (None, None)),
])  # fmt: skip
def test_each_purpose_is_paid_while_the_contract_pays_it(
    purpose: str, status: str, wanted: tuple[str | None, str | None]
) -> None:
    assert refusals(purpose, status) == wanted


@pytest.mark.parametrize(("said", "wanted"), [
    ({"payee_check": "NO_MATCH", "missing_cents": 1}, ("payee_check_failed",) * 2),
    ({"payee_check": "NOT_CALLED_BACK"}, ("payee_not_called_back",) * 2),
    ({"payee_check": "TOO_NEW"}, ("payee_too_new",) * 2),
    ({"payee_check": None}, (None, None)), ({"payee_check": "CLOSE_MATCH"}, (None, None)),
    ({"missing_cents": 1}, ("availability_fell", None)), ({"missing_cents": -1}, (None, None)),
    ({"unkept_cents": 1}, (None, "garnished")),
])  # fmt: skip
def test_a_draw_is_stopped_by_its_payee_its_base_and_what_is_garnished(
    said: dict[str, Any], wanted: tuple[str | None, str | None]
) -> None:
    assert refusals("DRAW", "ACTIVE", **said) == wanted


def test_the_payment_of_a_garnishment_waits_for_the_judge_and_for_what_is_kept() -> None:
    assert refusals("GARNISHMENT", "ACTIVE", is_contestable=True, missing_cents=1) == (
        "garnishment_not_confirmed",) * 2  # fmt: skip
    assert refusals("GARNISHMENT", "ACTIVE", missing_cents=1) == ("availability_fell", None)
    assert refusals("GARNISHMENT", "ACTIVE", unkept_cents=1) == (None, None)
