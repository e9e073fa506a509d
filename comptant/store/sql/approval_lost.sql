-- One row per invoice and act asked for: how much of its approval the act took, less what was
-- undone of the act since.
SELECT w.contract_id, w.invoice_id, w.act_id,
    greatest(a.lost_cents - u.undone_cents, 0)::bigint AS approved_lost_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[],
    %(act_id)s::bigint[]) w (contract_id, invoice_id, act_id)
CROSS JOIN LATERAL (
    SELECT greatest(-sum(m.approved_cents), 0) AS lost_cents
    FROM movement m JOIN entry s ON s.contract_id = m.contract_id AND s.id = m.entry_id
        AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id) a
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0) AS undone_cents
    FROM movement m JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
    JOIN entry s ON s.contract_id = x.contract_id AND s.id = x.reverses_id AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB') u
ORDER BY w.contract_id, w.invoice_id, w.act_id
