-- One row per invoice asked for that less reduces than did: what of its approval that had suspended
-- and is not approved again. What the guarantee has taken does not come back.
SELECT i.contract_id, i.id AS invoice_id, least(w.reduction_cents - i.reduction_cents,
    least(h.most_cents, i.open_cents) - i.approved_cents)::bigint AS restored_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(reduction_cents)s::bigint[])
    w (contract_id, invoice_id, reduction_cents)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
LEFT JOIN guarantee g ON g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id
CROSS JOIN LATERAL (
    SELECT greatest(max(t.approved_cents) - coalesce(g.guaranteed_cents, 0),
        max(t.approved_cents) FILTER (WHERE
            t.entry_id > coalesce(g.again_entry_id, g.entry_id))) AS most_cents
    FROM (
        SELECT m.entry_id, sum(m.approved_cents) OVER (ORDER BY m.entry_id) AS approved_cents
        FROM movement m WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id
            AND m.account = 'DEB') t) h
WHERE least(w.reduction_cents - i.reduction_cents,
    least(h.most_cents, i.open_cents) - i.approved_cents) > 0
ORDER BY i.contract_id, i.id
