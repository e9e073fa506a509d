"""What a draw would cost and when it would be paid, told before it is asked for."""

from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused
from comptant.operations.drawing.payments import DRAWS, preview_draws
from comptant.operations.terms.contracts import contracts_batch
from comptant.operations.terms.rates import rates_today
from comptant.rules.money import interest_of
from comptant.store import transactions

DAYS_SHOWN = (1, 30)


def quote_draw(
    conn: Connection, asked: Asked, *, contract_id: int, amount_cents: int | None, days: int,
    payee_account_id: int | None = None,
) -> Answer:  # fmt: skip
    """The order that draw() would make at this instant, its yearly rate, and the commission of one
    day, of thirty, and of `days` (until the buyers are expected to pay); to the account named, or
    the client's only one. Nothing is kept.

    Refused: what draw() refuses; rate_missing.
    """
    wanted = DRAWS.frame([{"contract_id": contract_id, "wanted_cents": amount_cents,
                           "payee_account_id": payee_account_id}])  # fmt: skip
    seen = preview_draws(conn, asked, wanted)
    for refusal in seen["refused"]:
        facts: dict[str, Any] = dict(refusal)
        raise Refused(facts.pop("refusal"), **facts)
    order = seen["orders"][0]
    with transactions.undone(conn):
        do = Act(conn, 0, asked)
        found = rates_today(do, contracts_batch(conn, [contract_id], asked.on))
    rate_ppm = int(found.select(pl.col("financing_rate_ppm")).item())
    amount = int(order["amount_cents"])
    costs = [
        {"days": length, "cost_cents": interest_of(amount * rate_ppm * length)}
        for length in dict.fromkeys((*DAYS_SHOWN, max(days, 1)))
    ]
    return {"order": order, "financing_rate_ppm": rate_ppm, "costs": costs}
