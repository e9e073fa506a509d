"""Orders that would give away money of an instrument that has come back unpaid: whoever of them has
not gone to the bank is taken back. Source: DOMAIN 5.8."""

from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.paying.orders import CANCELLED, fail_orders, take_steps
from comptant.store import bulk


def drop_orders(do: Act, keys: Sequence[tuple[int, int]]) -> None:
    """Take back the orders that give away money of payments (contract, payment) and are in no file
    that may have left: nobody releases them any more; what is released is credited back. The
    contracts are locked by the caller."""
    if not keys:
        return
    found = bulk.rows(do.conn, "orders_to_drop", contract_ids=[key[0] for key in keys],
                      payment_ids=[key[1] for key in keys])  # fmt: skip
    waiting = [{"contract_id": row["contract_id"], "order_id": row["id"], "reason": CANCELLED}
               for row in found if "RELEASED" not in row["steps"]]  # fmt: skip
    take_steps(do, pl.DataFrame(waiting), "REFUSED")
    fail_orders(do, [{**row, "reason": CANCELLED} for row in found if "RELEASED" in row["steps"]],
                "REJECTED")  # fmt: skip
