-- One row per invoice and act asked for: how much of its approval the act took, less what was
-- undone of the act since. What the act's money or credit note had taken while it waited, since
-- it came, counts as taken by the act; what others took off the invoice meanwhile does not.
SELECT w.contract_id, w.invoice_id, w.act_id,
    greatest(greatest(a.lost_cents, b.lost_cents) - u.undone_cents, 0)::bigint
        AS approved_lost_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[],
    %(act_id)s::bigint[]) w (contract_id, invoice_id, act_id)
CROSS JOIN LATERAL (
    SELECT greatest(-sum(m.approved_cents), 0) AS lost_cents, max(m.entry_id) AS last_id,
        (SELECT min(f.entry_id) FROM movement f WHERE f.contract_id = w.contract_id
            AND f.item_id = ANY (array_agg(m.against_id) FILTER (WHERE m.account = 'DEB'
                AND m.amount_cents < 0 AND m.against_id <> 0))) AS came_id
    FROM movement m JOIN entry s ON s.contract_id = m.contract_id AND s.id = m.entry_id
        AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id) a
CROSS JOIN LATERAL (
    SELECT -sum(t.approved_cents) - coalesce(sum(greatest(-t.approved_cents, 0))
        FILTER (WHERE t.is_taken), 0) AS lost_cents
    FROM (
        SELECT sum(m.approved_cents) AS approved_cents,
            s.act_id <> w.act_id AND bool_or(m.amount_cents < 0) AS is_taken
        FROM movement m JOIN entry s ON s.contract_id = m.contract_id AND s.id = m.entry_id
        WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB'
            AND m.entry_id BETWEEN a.came_id AND a.last_id
        GROUP BY s.act_id) t) b
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0) AS undone_cents
    FROM movement m JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
    JOIN entry s ON s.contract_id = x.contract_id AND s.id = x.reverses_id AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB') u
ORDER BY w.contract_id, w.invoice_id, w.act_id
