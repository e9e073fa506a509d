-- One row per open invoice or credit note (below zero) asked for, with what the guarantee has taken
-- of it and is still owed, and whether a claim has taken the debt over.
SELECT i.id, i.buyer_id, i.open_cents + o.guaranteed_open_cents AS open_cents,
    o.guaranteed_open_cents, i.open_cents > 0 AND EXISTS (SELECT FROM claim_item t
        WHERE t.contract_id = i.contract_id AND t.invoice_id = i.id AND t.owed_cents > 0)
        AS is_claimed, i.invoice_number
FROM invoice i LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
CROSS JOIN LATERAL (SELECT coalesce(g.factor_open_cents + g.client_open_cents,
    0) AS guaranteed_open_cents) o
WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(ids)s::bigint[])
    AND (i.open_cents <> 0 OR o.guaranteed_open_cents > 0)
ORDER BY i.id
