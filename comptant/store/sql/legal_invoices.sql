-- One row per invoice named: its dates, what was billed, what is owed of it (open, or taken by the
-- guarantee) and what is claimed.
SELECT i.id AS invoice_id, i.invoice_number, i.issued_on, i.due_on, i.currency, i.amount_cents,
    i.open_cents + coalesce(g.owed_cents, 0) AS open_cents, n.claimed_cents, i.remittance_id
FROM unnest(%(invoice_ids)s::bigint[], %(claims)s::bigint[]) AS n (invoice_id, claimed_cents)
JOIN invoice i ON i.contract_id = %(contract_id)s AND i.id = n.invoice_id
LEFT JOIN guarantee_owed g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
ORDER BY i.due_on, i.id
