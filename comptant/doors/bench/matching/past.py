"""What payers have paid before the day: the money that taught whose their accounts are."""

import polars as pl

from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.market.lots import uniform
from comptant.doors.bench.market.numbers import iban
from comptant.store import bulk

PAID_BEFORE = 0.8  # of the buyers of a client: they have paid an invoice of it
CENTRED = 0.05  # of them: a centre paid for them


def load_past(market: Market) -> int:
    """One payment of each buyer of a client that has paid before, as the bank's line and as the
    money of the contract, all allocated; how many."""
    world, conn, count = market.world, market.box.conn, 0
    statement = _statement(market)
    for part in world.slices(500_000):
        pairs = world.pairs(part).select("client", "buyer")
        of = pl.col("client") * 2**26 + pl.col("buyer")
        paid = pairs.filter(uniform(of, "paid before", world.seed) < PAID_BEFORE)
        centre = uniform(of, "centre paid", world.seed) < CENTRED
        account = pl.when(centre).then(30_000_000_000 + pl.col("buyer") % 50)
        account = account.otherwise(20_000_000_000 + pl.col("buyer"))
        name = pl.when(centre).then(pl.format("CENTRALE DE PAIEMENT {}", pl.col("buyer") % 50))
        ids = bulk.take_ids(conn, 2 * paid.height)
        rows = paid.with_columns(
            movement_id=pl.Series(ids[: paid.height], dtype=pl.Int64),
            payment_id=pl.Series(ids[paid.height :], dtype=pl.Int64),
            payer_iban=iban(account), payer_name=name.otherwise(pl.format("ACHETEUR {}", "buyer")),
        )  # fmt: skip
        with conn.transaction():
            _copy(market, statement, rows)
        count += rows.height
    return count


def _statement(market: Market) -> tuple[int, int]:
    found = market.box.conn.execute(
        "SELECT id, own_account_id FROM bank_statement ORDER BY id LIMIT 1"
    ).fetchone()
    assert found is not None
    return found[0], found[1]


def _copy(market: Market, statement: tuple[int, int], rows: pl.DataFrame) -> None:
    on = pl.lit(market.eve)
    euro = pl.lit("EUR").alias("currency")
    key = pl.format(
        "00000000-0000-0000-0000-{}", pl.col("movement_id").cast(pl.String).str.zfill(12)
    )
    bulk.copy_in(market.box.conn, "bank_movement", rows.select(
        pl.col("movement_id").alias("id"), pl.lit(statement[1]).alias("own_account_id"),
        pl.lit(statement[0]).alias("statement_id"), key.alias("movement_key"),
        pl.lit(1).alias("occurrence"), on.alias("booked_on"), on.alias("value_on"), euro,
        pl.lit(100_000).alias("amount_cents"), "payer_name", "payer_iban",
        pl.lit("before").alias("remittance_text"), pl.lit(False).alias("is_reversal"),
    ))  # fmt: skip
    bulk.copy_in(market.box.conn, "payment", rows.select(
        (market.first_contract + pl.col("client")).alias("contract_id"),
        pl.col("payment_id").alias("id"), pl.col("movement_id").alias("bank_movement_id"),
        (market.first_buyer + pl.col("buyer")).alias("buyer_id"), on.alias("value_on"), euro,
        pl.lit(100_000).alias("amount_cents"), pl.lit(0).alias("open_cents"),
        pl.lit(market.act_id).alias("act_id"),
    ))  # fmt: skip
