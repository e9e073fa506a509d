"""A database with invented lives copied until it is as large as a market's, to be weighed."""

from psycopg import Connection, sql

from comptant.store.connection import superuser_connect

Row = dict[str, object]
# Tables whose rows are as many as the events of invoices, and how their numbers are made new.
COPIED = (
    "act", "bank_movement", "charge", "charged_advance", "entry", "entry_number", "held", "invoice",
    "movement", "payment", "payment_order", "payment_order_step", "posting", "refused_line",
    "remittance", "remittance_file",
)  # fmt: skip
NUMBERS = (
    "id", "item_id", "entry_id", "against_id", "remittance_id", "bank_movement_id", "act_id",
    "statement_id", "order_id", "fee_bill_id", "reverses_id", "invoice_id", "corrects_id", "lot_id",
)  # fmt: skip


def grow(lives: int, copies: int) -> list[Row]:
    """Copy the lives of this database until there are `copies` times as many, and weigh each table
    and its indexes: rows {"table", "rows_per_invoice", "table_bytes", "index_bytes"} per invoice.

    The numbers of a copy follow those before it, so that partitions and indexes fill as in life: a
    contract's newest rows beside its older ones. Written by the server's superuser as a replica:
    what the guards say of a life, they have said.
    """
    with superuser_connect() as owner:
        owner.autocommit = True
        owner.execute("SET session_replication_role = replica")
        last = owner.execute("SELECT last_value FROM ids").fetchone()
        assert last is not None
        for table in COPIED:
            made = sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT * FROM {}")
            owner.execute(made.format(sql.Identifier(f"life_{table}"), sql.Identifier(table)))
        for copy in range(1, copies):
            for table in COPIED:
                owner.execute(_copied(owner, table), {"copy": copy, "shift": copy * last[0]})
            if copy % 5 == 0:
                owner.execute("SELECT setval('ids', %s)", ((copy + 1) * last[0],))
                owner.execute("SELECT make_partitions()")
        owner.execute("VACUUM ANALYZE")
        return [_weighed(owner, table, lives * copies) for table in COPIED]


def _copied(owner: Connection, table: str) -> sql.Composed:
    """The statement that copies a life with numbers and names of its own."""
    made = []
    for name, kind in owner.execute(
        """SELECT attname, atttypid::regtype::text FROM pg_attribute
           WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        (table,),
    ).fetchall():
        made.append(sql.SQL(_renewed(table, name, kind)).format(sql.Identifier(name)))
    into, life = sql.Identifier(table), sql.Identifier(f"life_{table}")
    return sql.SQL("INSERT INTO {} SELECT {} FROM {}").format(into, sql.SQL(", ").join(made), life)


def _renewed(table: str, column: str, kind: str) -> str:
    """How a column of a copy differs from the life's."""
    if column in NUMBERS:
        return "CASE WHEN {0} > 0 THEN {0} + %(shift)s ELSE {0} END"
    if (table, column) in (("entry_number", "number"), ("remittance", "title_number")):
        return "{} + %(shift)s"
    if column in ("key", "end_to_end_reference"):
        return "left({}, 24) || '+' || %(copy)s"  # a slash ends keys of the house's own
    return "md5({}::text || %(copy)s)::uuid" if kind == "uuid" else "{}"


def _weighed(owner: Connection, table: str, invoices: int) -> Row:
    found = owner.execute(
        """SELECT sum(pg_table_size(c.oid))::bigint, sum(pg_indexes_size(c.oid))::bigint,
               sum(c.reltuples)::bigint
           FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
           WHERE c.relkind = 'r' AND %s::regclass IN (c.oid, i.inhparent)""",
        (table,),
    ).fetchone()
    assert found is not None
    return {
        "table": table, "rows_per_invoice": round(found[2] / invoices, 3),
        "table_bytes": round(found[0] / invoices, 1), "index_bytes": round(found[1] / invoices, 1),
    }  # fmt: skip
