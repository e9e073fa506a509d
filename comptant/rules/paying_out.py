"""What keeps a payment order from being released, and one released from the payment file. Grain: an
order. Source: DOMAIN 1.8 (garnishments), 2.2 (states), 3.4 step 12, I-06, §10 (freeze, FR-14);
docs/decisions/0152-what-stops-money-stops-it-until-it-has-left.md.
"""

import polars as pl

from comptant.rules.availability import DRAWING, FROZEN
from comptant.rules.batch import first_reason
from comptant.rules.columns import c, shape

TO_CLIENT = ("DRAW", "FORWARD", "BALANCE")
OF_CLIENT = (*TO_CLIENT, "LENDER")  # the lender whom the client owed is paid for the client
GUARDED = (*OF_CLIENT, "GARNISHMENT")
STOPPED = (FROZEN, "SUSPENDED", "CLOSED")
# One row per order: the state of its contract, or FROZEN; how much what pays it lacks now; how much
# garnishments of the contract hold beyond what is kept back for them; whether it pays a garnishment
# that may be contested still, or is.
ORDERS = shape("order_id", "purpose", "contract_status", "payee_check?", "missing_cents",
               "unkept_cents", "is_contestable")  # fmt: skip
_PAYEE = {
    "payee_check_failed": c.payee_check == "NO_MATCH",
    "payee_not_called_back": c.payee_check == "NOT_CALLED_BACK",
    "payee_too_new": c.payee_check == "TOO_NEW",
}


def may_pay_out() -> pl.Expr:
    """Whether the contract, as it stands, pays such an order: draws while it draws, the balance
    once it is in run-off, the lender before it draws. Source: DOMAIN 2.2, §10."""
    return (
        pl.when(c.purpose.is_in(("DRAW", "FORWARD")))
        .then(c.contract_status.is_in(DRAWING))
        .when(c.purpose == "BALANCE")
        .then(c.contract_status == "RUNOFF")
        .when(c.purpose.is_in(OF_CLIENT))
        .then(~c.contract_status.is_in(STOPPED))
        .otherwise(pl.lit(value=True))
    )


def release_refusal() -> pl.Expr:
    """Why an order may not be released now; null where it may."""
    return first_reason({
        **_PAYEE,
        "contract_stopped": ~c.may_pay_out,
        "garnishment_not_confirmed": c.is_contestable,
        "availability_fell": c.missing_cents > 0,
    })  # fmt: skip


def file_refusal() -> pl.Expr:
    """Why one released stays out of the payment file; null where it goes. What began to run off
    since still pays what it owed then."""
    return first_reason({
        **_PAYEE,
        "contract_stopped": c.purpose.is_in(OF_CLIENT) & c.contract_status.is_in(STOPPED),
        "garnishment_not_confirmed": c.is_contestable,
        "garnished": c.purpose.is_in(OF_CLIENT) & (c.unkept_cents > 0),
    })  # fmt: skip


PAYING_OUT = (may_pay_out, release_refusal, file_refusal)
NULLABLE = ("release_refusal", "file_refusal")
