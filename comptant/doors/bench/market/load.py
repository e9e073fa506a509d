"""What is there before the day: clients, limits and open invoices, copied straight into the tables.

Nothing here is an operation: eleven million invoices that came in over three months are put where
operations would have left them. The guards of the database see every row, and the proofs of the
close hold on what is loaded. A slice of clients is one transaction.
"""

from datetime import timedelta

import polars as pl
from psycopg.types.json import Jsonb

from comptant.doors.bench.market import numbers, rows
from comptant.doors.bench.market.loaded import DAYS_BEFORE, Market
from comptant.doors.bench.market.statements import SOURCES
from comptant.doors.bench.market.transfers import account_count
from comptant.doors.bench.market.world import OVERDUE_DAYS, Slice, World
from comptant.doors.sandbox import FACTOR, open_sandbox
from comptant.operations.registry.own_accounts import add_own_account
from comptant.store import bulk
from comptant.store.connection import Connection, connect

CASH_CENTS = 10**12  # on each account of ours on the eve


def load(conn: Connection, world: World) -> Market:
    """The house open for business, and all that is open on the morning of the day."""
    market = _open_house(conn, world)
    with conn.transaction():
        _parties(market)
    for part in world.slices():
        with conn.transaction():
            _contracts(market, part)
            _portfolio(market, part)
    with conn.transaction():
        _eve(market)
    with connect("comptant_owner", statement_timeout_ms=0) as owner:
        owner.autocommit = True
        owner.execute("VACUUM ANALYZE")
    market.box.on = world.on
    return market


def _open_house(conn: Connection, world: World) -> Market:
    box = open_sandbox(conn, world.on - timedelta(days=DAYS_BEFORE))
    accounts = pl.select(n=1_234_567 + pl.int_range(account_count(world)))
    ibans = accounts.select(numbers.iban(pl.col("n"))).to_series().to_list()
    own_accounts = [
        int(add_own_account(
            conn, box.asked("tania"), iban=iban, bic="BREDFRPP", name=f"{FACTOR} {number}",
            currency="EUR", books_from=SOURCES[number % 2], parent_iban=None, contract_id=0,
            buyer_id=0,
        )["own_account_id"])
        for number, iban in enumerate(ibans)
    ]  # fmt: skip
    clients, pairs = world.clients.height, int(world.clients["buyer_count"].sum())
    invoices = int(world.clients["open_count"].sum())
    sizes = (1, clients, world.buyers, clients, clients, pairs, invoices)
    firsts = [take_block(size) for size in sizes]
    with conn.transaction():
        conn.execute(
            """INSERT INTO act (id, company_id, key, operation, digest, by_id, on_date, answer)
               VALUES (%s, %s, 'bench load', 'bench_load', sha256('bench load'), %s, %s, %s)""",
            (firsts[0], box.users["ada"].company_id, box.users["ada"].id, box.on,
             Jsonb({"scale": str(world.scale), "seed": world.seed, "invoices": invoices})),
        )  # fmt: skip
    return Market(world, box, ibans, own_accounts, *firsts)


def take_block(count: int) -> int:
    """The first of so many ids in a row."""
    with connect("comptant_owner") as owner:
        found = owner.execute(
            "SELECT setval('ids', nextval('ids') + %s) - %s", (count, count)
        ).fetchone()
        assert found is not None
        return int(found[0])


def _parties(market: Market) -> None:
    """Clients with the account to pay them, and buyers."""
    clients = market.world.clients.select(pl.col("client").alias("n"))
    buyers = pl.select(n=pl.int_range(market.world.buyers))
    for people, first, base, name in (
        (clients, market.first_client, 70_000_000, "CLIENT {}"),
        (buyers, market.first_buyer, 30_000_000, "ACHETEUR {}"),
    ):
        for part in people.iter_slices(100_000):
            rows.copy_parties(market.box.conn, part, first, base, name, market.act_id)
    payees = clients.select(
        id=market.first_payee + pl.col("n"), party_id=market.first_client + pl.col("n"),
        iban=numbers.iban(10_000_000 + pl.col("n")),
        holder=pl.format("CLIENT {}", pl.col("n")), act_id=pl.lit(market.act_id),
    )  # fmt: skip
    bulk.copy_in(market.box.conn, "payee_account", payees)


def _contracts(market: Market, part: Slice) -> None:
    """The contracts of a slice with their terms."""
    of = market.world.of(part).select(
        id=market.first_contract + pl.col("client"),
        client_id=market.first_client + pl.col("client"),
        number=pl.format("M-{}", pl.col("client")), currency=pl.lit("EUR"),
        act_id=pl.lit(market.act_id),
    )  # fmt: skip
    bulk.copy_in(market.box.conn, "contract", of)
    rows.copy_terms(market.box.conn, of["id"], market.opened_on, market.act_id)


def _portfolio(market: Market, part: Slice) -> None:
    """Limits, invoices with their entries, and what was drawn on them."""
    world, conn = market.world, market.box.conn
    pairs = world.pairs(part).with_columns(
        ceiling_id=market.first_ceiling + part.pairs_before + pl.int_range(pl.len())
    )
    invoices = _approved(market, part, pairs)
    rows.copy_limits(conn, market, pairs.join(_limits(invoices), on=["client", "place"]))
    remittances = _remittances(invoices)
    invoices = invoices.join(
        remittances.select("client", "posted_on", "remittance_id", "entry_id", "fee_id"),
        on=["client", "posted_on"], maintain_order="left",
    )  # fmt: skip
    drawn = _drawn(invoices)
    market.drawn_cents += int(drawn["cents"].sum())
    rows.copy_entries(conn, market, remittances, drawn)
    rows.copy_invoices(conn, market, invoices)
    rows.copy_remittances(conn, market, remittances)
    rows.copy_orders(conn, market, drawn)


def _approved(market: Market, part: Slice, pairs: pl.DataFrame) -> pl.DataFrame:
    """The open invoices with their ids, limits and what is approved: the oldest first."""
    invoices = market.world.open_invoices(part).join(
        pairs.select("client", "place", "buyer", "ceiling_id"), on=["client", "place"],
        maintain_order="left",
    )  # fmt: skip
    # One buyer in twelve has used its limit up; the others have room for what comes.
    total = pl.col("cents").sum().over("client", "place")
    is_full = pl.col("ceiling_id") % 12 == 0
    before = pl.col("cents").cum_sum().over("client", "place") - pl.col("cents")
    return invoices.with_columns(
        invoice_id=market.first_invoice + part.invoices_before + pl.int_range(pl.len()),
        limit_cents=pl.when(is_full).then(total * 9 // 10).otherwise(total * 2 + 5_000_000),
    ).with_columns(
        approved_cents=(pl.col("limit_cents") - before).clip(0, pl.col("cents")),
        fee_cents=(pl.col("cents") * 6_000 + 500_000) // 1_000_000,
        next_change_on=pl.col("due_on") + pl.duration(days=OVERDUE_DAYS + 1),
        row_number=pl.int_range(1, pl.len() + 1).over("client", "posted_on"),
    )


def _limits(invoices: pl.DataFrame) -> pl.DataFrame:
    """client, place, limit_cents and the sums of each buyer that has open invoices."""
    return invoices.group_by("client", "place").agg(
        pl.col("limit_cents").first(), outstanding_cents=pl.col("cents").sum(),
        approved_cents=pl.col("approved_cents").sum(), open_count=pl.len().cast(pl.Int64),
    )  # fmt: skip


def _remittances(invoices: pl.DataFrame) -> pl.DataFrame:
    """One row per client and day of remittance, with its entries' ids and its fee."""
    told = invoices.group_by("client", "posted_on", maintain_order=True).agg(
        line_count=pl.len().cast(pl.Int64), cents=pl.col("cents").sum(),
        fee_cents=pl.col("fee_cents").sum(),
    )  # fmt: skip
    first = take_block(3 * told.height)
    return told.with_columns(
        remittance_id=first + 3 * pl.int_range(pl.len()),
        entry_id=first + 1 + 3 * pl.int_range(pl.len()),
        fee_id=first + 2 + 3 * pl.int_range(pl.len()),
        title_number=pl.int_range(1, pl.len() + 1).over("client"),
        vat_cents=(pl.col("fee_cents") * 200_000 + 500_000) // 1_000_000,
    )


def _drawn(invoices: pl.DataFrame) -> pl.DataFrame:
    """One row per client: the order of what it has drawn, seven tenths of what it could."""
    told = invoices.group_by("client", maintain_order=True).agg(
        cents=pl.col("approved_cents").sum() * 63 // 100
    )
    told = told.filter(pl.col("cents") > 0)
    first = take_block(4 * told.height)
    n = 4 * pl.int_range(pl.len())
    return told.with_columns(
        order_id=first + n, released_id=first + 1 + n, executed_id=first + 2 + n,
        approval_id=first + 3 + n,
    )  # fmt: skip


def _eve(market: Market) -> None:
    """The bank's word of the eve, the journal numbered, the day before closed."""
    conn, world = market.box.conn, market.world
    for account in (market.box.own_account_id, *market.own_accounts):
        drawn = market.drawn_cents if account == market.box.own_account_id else 0
        rows.copy_statement(conn, market, account, CASH_CENTS, drawn)
    bulk.execute(conn, "number_entries", day=market.eve)
    first = market.first_contract
    bulk.execute(conn, "keep_proved", ids=list(range(first, first + world.clients.height)), anew=[],
                 on=market.eve, act_id=market.act_id)  # fmt: skip
    conn.execute(
        "INSERT INTO day_close (day, report, act_id) VALUES (%s, %s, %s)",
        (market.eve, Jsonb({"day": market.eve.isoformat(), "contracts": world.clients.height}),
         market.act_id),
    )  # fmt: skip
