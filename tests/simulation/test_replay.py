"""The same history on two databases says the same, ids apart. (I-21)"""

import psycopg
from psycopg import sql

from tests.conftest import TEMPLATE, Connect
from tests.simulation.events import play
from tests.simulation.history import History, open_history

SEED, DAYS = 3, 9
# What a history leaves, by natural names.
STATE = {
    "balances": """SELECT k.number, b.account, b.value_on, b.amount_cents
        FROM balance b JOIN contract k ON k.id = b.contract_id""",
    "positions": """SELECT k.number, p.name, i.invoice_number, i.issued_on, i.amount_cents,
            i.open_cents, i.approved_cents, i.ineligible_cents, i.reduction_cents,
            i.advance_class, i.hold, i.holds, i.next_change_on, i.fee_bill_id IS NULL
        FROM invoice i JOIN contract k ON k.id = i.contract_id JOIN party p ON p.id = i.buyer_id""",
    "exposures": """SELECT k.number, p.name, e.advance_class, e.outstanding_cents,
            e.ineligible_cents, e.reduction_cents, e.approved_cents, e.unapplied_credit_cents,
            e.unallocated_cash_cents, e.open_count
        FROM exposure e JOIN contract k ON k.id = e.contract_id
        LEFT JOIN party p ON p.id = e.buyer_id""",
    "titles": """SELECT k.number, r.title_number, r.posted_on, r.line_count, r.total_cents,
            r.refused_count
        FROM remittance r JOIN contract k ON k.id = r.contract_id""",
    "refusals": """SELECT k.number, r.row_number, r.invoice_number, r.reason
        FROM refused_line r JOIN contract k ON k.id = r.contract_id""",
    "charges": """SELECT k.number, c.code, c.from_on, c.until_on, c.base_cents, c.rate_ppm,
            c.amount_cents FROM charge c JOIN contract k ON k.id = c.contract_id""",
    "orders": """SELECT k.number, o.purpose, o.amount_cents, o.available_cents, s.step, s.on_date
        FROM payment_order o JOIN contract k ON k.id = o.contract_id
        LEFT JOIN payment_order_step s ON s.contract_id = o.contract_id AND s.order_id = o.id""",
    "journals": """SELECT n.journal, n.number, k.number, e.entry_on, e.value_on,
            (SELECT sum(greatest(p.amount_cents, 0)) FROM posting p
             WHERE p.contract_id = e.contract_id AND p.entry_id = e.id)
        FROM entry_number n JOIN entry e ON e.contract_id = n.contract_id AND e.id = n.entry_id
        JOIN contract k ON k.id = n.contract_id""",
}
State = dict[str, list[tuple[object, ...]]]


def state(h: History) -> State:
    """All of it, in an order of its own."""
    found = {name: h.conn.execute(query).fetchall() for name, query in STATE.items()}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_a_history_played_again_on_another_database_leaves_the_same_state(
    template: psycopg.Connection, database: str, connect_to: Connect
) -> None:
    played: list[tuple[list[str], State]] = []
    for _ in range(2):
        with connect_to("comptant_writer") as conn:
            # Ids differ from one database to the other, as they do in life.
            conn.execute("SELECT nextval('ids') FROM generate_series(1, %s)", (100 * len(played),))
            conn.commit()
            h = open_history(conn, SEED)
            play(h, DAYS, lambda h: None)
            played.append((h.told, state(h)))
        name, copied = sql.Identifier(database), sql.Identifier(TEMPLATE)
        template.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        template.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {}"
                                 " STRATEGY FILE_COPY").format(name, copied))  # fmt: skip
    (first_told, first), (second_told, second) = played
    assert first_told == second_told
    for name in STATE:
        assert first[name] == second[name]
        assert first[name], name
