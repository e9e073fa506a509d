"""What a history leaves, by natural names: two databases that lived the same say the same."""

import psycopg

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
    "payments": """SELECT k.number, p.name, y.value_on, y.amount_cents, y.open_cents
        FROM payment y JOIN contract k ON k.id = y.contract_id
        LEFT JOIN party p ON p.id = y.buyer_id""",
    "statements": """SELECT a.iban, s.reference, s.closed_on, s.closing_cents, b.booked_on,
            b.amount_cents, b.occurrence
        FROM bank_statement s JOIN own_account a ON a.id = s.own_account_id
        LEFT JOIN bank_movement b ON b.statement_id = s.id""",
    "instruments": """SELECT k.number, i.payment_means, i.amount_cents, i.due_on, s.step, s.on_date,
            s.value_on, s.collect_on, s.sequence_type
        FROM instrument i JOIN contract k ON k.id = i.contract_id LEFT JOIN instrument_step s
            ON s.contract_id = i.contract_id AND s.instrument_id = i.id""",
    "mandates": """SELECT p.name, m.reference, m.scheme, r.revoked_on
        FROM mandate m JOIN party p ON p.id = m.buyer_id
        LEFT JOIN mandate_revocation r ON r.mandate_id = m.id""",
    "collections": """SELECT c.payment_means, c.remitted_on, c.line_count, c.total_cents
        FROM collection c""",
    "facts": """SELECT k.number, t.subject, p.name, t.name, t.valid_from_on,
            CASE jsonb_typeof(t.value) WHEN 'object' THEN t.value - 'approval_id' ELSE t.value
            END::text
        FROM term t JOIN contract k ON k.id = t.contract_id
        JOIN party p ON p.id = t.subject_id WHERE t.subject = 'BUYER'""",
    "approvals": """SELECT a.kind, k.number, a.amount_cents, d.decision
        FROM approval a LEFT JOIN contract k ON k.id = a.contract_id
        LEFT JOIN approval_decision d ON d.approval_id = a.id""",
    "acts": "SELECT operation, on_date, count(*) FROM act GROUP BY 1, 2",
    "outbox": """SELECT o.kind, k.number, count(*), count(d.outbox_id)
        FROM outbox o LEFT JOIN contract k ON k.id = o.contract_id
        LEFT JOIN outbox_done d ON d.outbox_id = o.id GROUP BY 1, 2""",
    # Without what names orders by ids, and the chains of acts and reads, which know their instants.
    "closes": "SELECT day, report - 'to_look_at' - 'chain' - 'reads' FROM day_close",
}
State = dict[str, list[tuple[object, ...]]]


def state(conn: psycopg.Connection) -> State:
    """All of it, in an order of its own."""
    found = {name: conn.execute(query).fetchall() for name, query in STATE.items()}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def bank_off(conn: psycopg.Connection) -> list[tuple[object, ...]]:
    """The accounts, ours or a client's, of which the ledger and the lines that the bank has told
    and that are not withdrawn differ."""
    return conn.execute(
        """SELECT account_id, sum(cents) FROM (
               SELECT sub_id, -amount_cents FROM posting WHERE account IN ('BNK', 'DEDI')
               UNION ALL
               SELECT own_account_id, amount_cents FROM bank_movement WHERE withdrawn_act_id IS NULL
           ) both_sides (account_id, cents) GROUP BY 1 HAVING sum(cents) <> 0"""
    ).fetchall()
