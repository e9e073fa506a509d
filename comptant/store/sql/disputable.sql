-- One row per open invoice of those asked for, of any contracts: what is open, and what is disputed
-- of it already.
SELECT i.contract_id, i.id AS invoice_id, i.open_cents, d.disputed_cents
FROM (SELECT DISTINCT * FROM unnest(%(contract_id)s::bigint[],
    %(invoice_id)s::bigint[]) w (contract_id, invoice_id)) w
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id AND i.open_cents > 0
CROSS JOIN LATERAL (
    SELECT least(coalesce(sum(greatest(x.cents, 0)), 0), i.open_cents)::bigint AS disputed_cents
    FROM (SELECT sum(t.amount_cents) AS cents FROM dispute e
        JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
        WHERE e.contract_id = i.contract_id AND e.invoice_id = i.id
            AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
        GROUP BY e.id) x
) d
