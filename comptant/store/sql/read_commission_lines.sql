-- One row per change of what a broker has earned that a statement tells, the oldest first.
SELECT id, contract_id, contract_number, client_name, kind AS commission_kind, on_date, vat_class,
    base_cents, due_cents, amount_cents
FROM seen_commission WHERE statement_id = %(statement_id)s ORDER BY id
