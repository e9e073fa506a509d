-- A decision of an insurer that gives less takes nothing of what was delivered before it was told.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- `told_on`: the day on which the insurer told the decision; `counts_from_on`: the first day whose deliveries go by it: `valid_from_on`,
-- and where it gives less than stood, none before it was told (both null: kept before they were, by `valid_from_on`).
ALTER TABLE policy_limit ADD COLUMN told_on date;
ALTER TABLE policy_limit ADD COLUMN counts_from_on date CHECK (counts_from_on >= valid_from_on);

-- The invoices that an insurer insured on the day of their delivery, or was told of.
CREATE OR REPLACE VIEW own_insured WITH (security_barrier) AS
SELECT p.id AS policy_id, p.policy_number, i.contract_id, i.id AS invoice_id, i.buyer_id, i.invoice_number, i.currency, i.issued_on,
    i.due_on, i.amount_cents,
    (i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0))::bigint AS open_cents
FROM own_policy p
JOIN (SELECT DISTINCT policy_id, contract_id FROM policy_cover) x ON x.policy_id = p.id
JOIN invoice i ON i.contract_id = x.contract_id AND i.amount_cents > 0 AND i.currency = p.currency
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
CROSS JOIN LATERAL (SELECT coalesce(i.delivered_on, i.issued_on) AS on_day) d
LEFT JOIN LATERAL (SELECT c.share_ppm FROM policy_cover c
    WHERE c.policy_id = p.id AND c.contract_id = x.contract_id AND c.buyer_id IN (0, i.buyer_id)
        AND c.valid_from_on <= d.on_day
    ORDER BY c.buyer_id = i.buyer_id DESC, c.valid_from_on DESC, c.recorded_at DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT l.amount_cents > 0 AND coalesce(l.until_on >= d.on_day, true) AS stands FROM policy_limit l
    WHERE l.policy_id = p.id AND l.buyer_id = i.buyer_id AND coalesce(l.counts_from_on, l.valid_from_on) <= d.on_day
    ORDER BY l.valid_from_on DESC, l.recorded_at DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (SELECT coalesce((v.terms ->> 'blind_cents')::bigint, 0) > 0 AS is_blind FROM policy_version v
    WHERE v.policy_id = p.id AND v.valid_from_on <= d.on_day
    ORDER BY v.valid_from_on DESC, v.recorded_at DESC LIMIT 1) v ON true
WHERE (d.on_day >= p.from_on AND s.share_ppm > 0 AND coalesce(l.stands, v.is_blind, false))
    OR EXISTS (SELECT FROM cover_step t WHERE t.contract_id = i.contract_id AND t.policy_id = p.id AND t.invoice_id = i.id
        AND t.step = 'DECLARED' AND NOT EXISTS (SELECT FROM cover_step u WHERE u.contract_id = t.contract_id AND u.undoes_id = t.id));
