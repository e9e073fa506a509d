-- One row per open invoice of those asked for, of any contracts: what is open, and what is disputed
-- of it already.
SELECT i.contract_id, i.id AS invoice_id, i.open_cents, d.disputed_cents
FROM (SELECT DISTINCT * FROM unnest(%(contract_id)s::bigint[],
    %(invoice_id)s::bigint[]) w (contract_id, invoice_id)) w
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id AND i.open_cents > 0
CROSS JOIN LATERAL (
    SELECT least(b.disputed_cents, i.open_cents) AS disputed_cents
    FROM disputed_of(i.contract_id, i.id, NULL, NULL) b
) d
