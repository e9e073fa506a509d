"""A first, plain ledger in which companies fail: a company is well or sinks; one that sinks pays
later every week, disputes and returns more, until it fails. What the weights were looked at with.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST_ON = date(2026, 1, 5)
WEEKS = 122


def ledger(seed: int, buyers: int = 160, clients: int = 40) -> dict[str, list[Row]]:
    """Invoices, payments, disputes, limits and (`truth`) who failed when."""
    chance = Random(seed)
    tables: dict[str, list[Row]] = {
        name: [] for name in ("invoices", "payments", "disputes", "limits", "truth")
    }
    sinking = {id_: chance.randint(20, WEEKS - 14) for id_ in range(1, buyers + clients + 1)
               if chance.random() < 0.2}  # fmt: skip
    lasting = {id_: chance.randint(10, 30) for id_ in sinking}
    for id_, week in sinking.items():
        failed_on = FIRST_ON + timedelta(days=7 * (week + lasting[id_]))
        tables["truth"].append({"subject": "BUYER" if id_ <= buyers else "CLIENT", "party_id": id_,
                                "failed_on": failed_on, "mechanism": "SINKS"})  # fmt: skip
    for buyer_id in range(1, buyers + 1):
        _limits(chance, tables, buyer_id, sinking.get(buyer_id), lasting.get(buyer_id, 0))
    for client_id in range(buyers + 1, buyers + clients + 1):
        known = chance.sample(range(1, buyers + 1), 8)
        habits = {buyer_id: chance.randint(0, 20) for buyer_id in known}
        for week in range(WEEKS):
            for buyer_id in known:
                sunk = max(_sunk(sinking, lasting, client_id, week), 0)
                worse = _sunk(sinking, lasting, buyer_id, week)
                if max(sunk, worse) < 1 and chance.random() < 0.4 * (1 - sunk / 2):
                    _invoice(chance, tables, client_id, buyer_id, week, habits[buyer_id],
                             (max(worse, 0), sunk))  # fmt: skip
    return tables


def _sunk(sinking: dict[int, int], lasting: dict[int, int], id_: int, week: int) -> float:
    """How far a company has sunk: 0 where it is well, 1 once it has failed."""
    if id_ not in sinking:
        return 0.0
    return max(0.0, min(1.0, (week - sinking[id_]) / lasting[id_]))


def _limits(
    chance: Random, tables: dict[str, list[Row]], buyer_id: int, week: int | None, lasts: int
) -> None:
    tables["limits"].append({"buyer_id": buyer_id, "decided_on": FIRST_ON,
                             "amount_cents": 10_000_000})  # fmt: skip
    if week is not None and chance.random() < 0.5:
        on = FIRST_ON + timedelta(days=7 * (week + lasts // 2))
        tables["limits"].append({"buyer_id": buyer_id, "decided_on": on, "amount_cents": 4_000_000})


def _invoice(
    chance: Random, tables: dict[str, list[Row]], client_id: int, buyer_id: int, week: int,
    habit: int, sunk: tuple[float, float],
) -> None:  # fmt: skip
    of_buyer, of_client = sunk
    on = FIRST_ON + timedelta(days=7 * week + chance.randint(0, 4))
    row = {"contract_id": client_id, "client_id": client_id, "buyer_id": buyer_id,
           "invoice_id": len(tables["invoices"]) + 1, "issued_on": on, "credited_id": None,
           "due_on": on + timedelta(days=45),
           "gross_cents": int(chance.lognormvariate(12.5, 0.8))}  # fmt: skip
    tables["invoices"].append(row)
    cents = row["gross_cents"]
    if chance.random() < 0.02 + 0.15 * of_client:
        credited = cents * chance.choice((20, 50)) // 100
        cents -= credited
        tables["invoices"].append({**row, "invoice_id": row["invoice_id"] + 1,
                                   "issued_on": on + timedelta(days=20),
                                   "due_on": on + timedelta(days=20), "gross_cents": -credited,
                                   "credited_id": row["invoice_id"]})  # fmt: skip
    late = habit + chance.randint(-4, 6) + int(60 * of_buyer)
    if chance.random() < 0.02 + 0.1 * max(of_buyer, of_client):
        late += 30
        tables["disputes"].append({"invoice_id": row["invoice_id"], "amount_cents": cents,
                                   "disputed_on": row["due_on"],
                                   "settled_on": row["due_on"] + timedelta(days=30)})  # fmt: skip
    if chance.random() >= of_buyer:
        tables["payments"].append({"invoice_id": row["invoice_id"], "amount_cents": cents,
                                   "paid_on": row["due_on"] + timedelta(days=late)})  # fmt: skip
