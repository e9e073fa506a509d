"""What a request for money is refused for. Grain: a request on a contract. Source: DOMAIN 3.4
step 12, I-06; EPC verification of payee (a name that does not match blocks the payment)."""

import polars as pl

from comptant.rules.availability import DRAWING as STATUSES
from comptant.rules.batch import first_reason
from comptant.rules.columns import c

PAYEE_WAITS_HOURS = 24  # a changed account: DOMAIN §10, FR-14
# What of `payee_check` keeps money from an account.
BLOCKING = ("NO_MATCH", "NOT_CALLED_BACK", "TOO_NEW")
# `payee_count`: how many accounts may be meant; `payee_check`: the bank's word on the one that is.
REFUSALS = {
    "contract_not_drawing": ~c.contract_status.is_in(STATUSES),
    "draw_not_positive": (c.wanted_cents <= 0).fill_null(value=False),
    "nothing_available": c.asked_cents <= 0,
    "beyond_availability": c.asked_cents > c.drawable_cents,
    "payee_unknown": c.payee_count == 0,
    "payee_to_choose": c.payee_count > 1,
    "payee_check_failed": c.payee_check == "NO_MATCH",
    "payee_not_called_back": c.payee_check == "NOT_CALLED_BACK",
    "payee_too_new": c.payee_check == "TOO_NEW",
}


def asked_cents() -> pl.Expr:
    """What is asked for: all that may be drawn where no amount is said. Source: contract."""
    return c.wanted_cents.fill_null(c.drawable_cents)


def draw_refusal() -> pl.Expr:
    """The first reason not to grant the request; null where it is granted."""
    return first_reason(REFUSALS)


DRAWING = (asked_cents, draw_refusal)
