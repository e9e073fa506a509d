-- One row per claim of penalties of an invoice named that was not undone.
SELECT i.invoice_number, p.claimed_on, p.penalty_cents, p.indemnity_cents, p.amount_cents,
    p.open_cents, p.currency, p.owner
FROM penalty p JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id
WHERE p.contract_id = %(contract_id)s AND p.invoice_id = ANY (%(invoice_ids)s)
    AND NOT p.is_undone
ORDER BY p.claimed_on, p.id
