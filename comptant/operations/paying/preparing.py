"""One payment order for every euro that leaves, prepared by one person. What becomes of it is in
`orders`; another person's release in `releases`."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.acts.approval import propose_many
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c, shape
from comptant.rules.drawing import BLOCKING, PAYEE_WAITS_HOURS
from comptant.store import bulk, transactions

PARIS = ZoneInfo("Europe/Paris")
INSTANT = pl.Datetime("us", "Europe/Paris")
PREFIX = "CPT"
ORDERS = (
    "contract_id", "order_id", "purpose", "payee_account_id", "currency", "amount_cents",
    "available_cents", "item_id", "reference", "promised_at",
)  # fmt: skip
ANSWER = (
    "order_id", "approval_id", "contract_id", "purpose", "amount_cents", "currency", "iban",
    "holder", "reference", "promised_at",
)  # fmt: skip
PAYEES = shape("party_id", "payee_account_id", "iban", "bic?", "holder", "payee_check?")


def payees_of(do: Act, party_ids: pl.Series) -> pl.DataFrame:
    """PAYEES of some parties: the accounts that they may be paid on."""
    ids = sorted(set(party_ids))
    return bulk.read(do.conn, "payee_accounts", PAYEES, party_ids=ids, on=do.on,
                     at=do.asked.at, hours=PAYEE_WAITS_HOURS)  # fmt: skip


def prepare_many(do: Act, rows: pl.DataFrame) -> list[Answer]:
    """Write orders (ORDERS without their numbers, iban, holder) and ask for the release of each by
    another person; the orders as answers. `said`, where it is there: what that person is told of it
    besides, as JSON."""
    if rows.is_empty():
        return []
    ids = bulk.take_ids(do.conn, 2 * rows.height)
    order_ids, approval_ids = ids[: rows.height], ids[rows.height :]
    rows = rows.hstack([
        pl.Series("order_id", order_ids, pl.Int64), pl.Series("subject_id", order_ids, pl.Int64),
        pl.Series("approval_id", approval_ids, pl.Int64),
    ]).with_columns(
        pl.format(f"{PREFIX}{{}}-{{}}", c.contract_id, c.order_id).alias("reference"),
        _arguments(rows.columns).alias("arguments"),
    )  # fmt: skip
    with transactions.together(do.conn):
        orders = bulk.arrays(rows[list(ORDERS)])
        bulk.execute(do.conn, "insert_orders", **orders, prepared_at=do.asked.at, act_id=do.id)
        propose_many(do, "payment_order", rows)
    return [{**row, "promised_at": row["promised_at"].isoformat()}
            for row in rows[list(ANSWER)].rows(named=True)]  # fmt: skip


def _arguments(names: list[str]) -> pl.Expr:
    """What an approval of an order says would be released, as JSON."""
    said = pl.format(', "said": {}', pl.col("said")) if "said" in names else pl.lit("")
    return pl.concat_str(
        pl.lit('{"contract_id": '), c.contract_id.cast(pl.String), pl.lit(', "order_id": '),
        c.order_id.cast(pl.String), said, pl.lit("}"),
    )  # fmt: skip


def prepare(
    do: Act, contract_id: int, purpose: str, payee: bulk.Row, amount_cents: int, currency: str,
    promised: datetime, *, available_cents: int | None = None, item_id: int = 0,
    said: dict[str, Any] | None = None,
) -> Answer:  # fmt: skip
    """Write one order and ask for its release, by who is told `said` of it besides."""
    row = {
        "contract_id": contract_id, "purpose": purpose, "currency": currency,
        "payee_account_id": payee["payee_account_id"], "amount_cents": amount_cents,
        "available_cents": available_cents, "item_id": item_id, "promised_at": promised,
        "iban": payee["iban"], "holder": payee["holder"],
        **({"said": json.dumps(said)} if said else {}),
    }  # fmt: skip
    types = {"available_cents": pl.Int64, "promised_at": INSTANT}
    return prepare_many(do, pl.DataFrame([row], schema_overrides=types))[0]


def payee_account(do: Act, party_id: int, payee_account_id: int | None) -> bulk.Row:
    """The account to pay: the one named, or the party's only one; never one that failed a check."""
    found = payees_of(do, pl.Series([party_id], dtype=pl.Int64)).rows(named=True)
    found = [row for row in found if payee_account_id in (None, row["payee_account_id"])]
    if not found:
        raise Refused("payee_unknown", party_id=party_id)
    if len(found) > 1:
        raise Refused("payee_to_choose", party_id=party_id, ibans=[row["iban"] for row in found])
    if found[0]["payee_check"] in BLOCKING:
        raise payee_blocked(found[0])
    return found[0]


def payee_blocked(account: bulk.Row) -> Refused:
    """Why no money goes to an account: it was not called back, it is new, its name is another's."""
    if account["payee_check"] == "NOT_CALLED_BACK":
        return Refused("payee_not_called_back", iban=account["iban"], holder=account["holder"])
    if account["payee_check"] == "TOO_NEW":
        return Refused("payee_too_new", iban=account["iban"], holder=account["holder"])
    return Refused("payee_check_failed", iban=account["iban"], holder=account["holder"])


def promises(contracts: pl.DataFrame, at: datetime) -> list[datetime]:
    """The hour promised to each of the rows by its contract's cutoff_hour and promised_hours."""
    told = contracts[["cutoff_hour", "promised_hours"]].rows()
    when = {
        clause: promised_at({"cutoff_hour": clause[0], "promised_hours": clause[1]}, at)
        for clause in set(told)
    }
    return [when[clause] for clause in told]


def promised(contracts: pl.DataFrame, at: datetime) -> pl.Series:
    """`promises` as a column."""
    return pl.Series("promised_at", promises(contracts, at), INSTANT)


def promised_at(terms: dict[str, Any], at: datetime) -> datetime:
    """The hour promised to the client: the same day at 18:00 in Paris before the cut-off on a
    business day, else within the hours promised by the contract, on a business day (a payment
    executes on no other). Source: DOMAIN 2.3, R-9."""
    local = at.astimezone(PARIS)
    if local.hour < terms["cutoff_hour"] and next_business_day_of(local.date()) == local.date():
        return local.replace(hour=18, minute=0, second=0, microsecond=0)
    promised = (at + timedelta(hours=terms["promised_hours"])).astimezone(PARIS)
    day = next_business_day_of(promised.date())
    return datetime.combine(day, promised.time(), PARIS)
