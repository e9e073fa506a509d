"""What a draw would cost and when it would be paid, told before it is asked for."""

from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused
from comptant.operations.drawing.payments import DRAWS, preview_draws
from comptant.operations.portfolio.waterfall import availability
from comptant.operations.terms.contracts import contracts_batch
from comptant.operations.terms.rates import rates_today
from comptant.rules.money import interest_of
from comptant.store import transactions

DAYS_SHOWN = (1, 30)
WITH_FUND = "FUNDS_IN_USE_AND_FUND"


def quote_draw(
    conn: Connection, asked: Asked, *, contract_id: int, amount_cents: int | None, days: int,
    payee_account_id: int | None = None,
) -> Answer:  # fmt: skip
    """The order that draw() would make at this instant, its yearly rate, and the commission of one
    day, of thirty, and of `days` (until the buyers are expected to pay), on what of it is an
    advance (`financed_cents`): the client's own balance costs nothing. To the account named, or the
    client's only one. Nothing is kept.

    Refused: what draw() refuses; rate_missing.
    """
    wanted = DRAWS.frame([{"contract_id": contract_id, "wanted_cents": amount_cents,
                           "payee_account_id": payee_account_id}])  # fmt: skip
    seen = preview_draws(conn, asked, wanted)
    for refusal in seen["refused"]:
        facts: dict[str, Any] = dict(refusal)
        raise Refused(facts.pop("refusal"), **facts)
    order = seen["orders"][0]
    amount = int(order["amount_cents"])
    with transactions.undone(conn):
        do = Act(conn, 0, asked)
        contracts = contracts_batch(conn, [contract_id], asked.on)
        rate_ppm = int(rates_today(do, contracts)["financing_rate_ppm"].item())
        financed = _financed_cents(do, contracts, amount)
    costs = [
        {"days": length, "cost_cents": interest_of(financed * rate_ppm * length)}
        for length in dict.fromkeys((*DAYS_SHOWN, max(days, 1)))
    ]
    return {"order": order, "financing_rate_ppm": rate_ppm, "financed_cents": financed,
            "costs": costs}  # fmt: skip


def _financed_cents(do: Act, contracts: pl.DataFrame, amount_cents: int) -> int:
    """By how much a draw raises the base of the financing charge, which is never below zero.
    Source: DOMAIN 4.3."""
    seen = availability(do, contracts).totals
    base = int(seen["funds_in_use_cents"])
    if contracts["interest_base"].item() == WITH_FUND:
        base += int(seen["fund_balance_cents"])
    return max(0, base + amount_cents) - max(0, base)
