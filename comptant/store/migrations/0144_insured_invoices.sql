-- What an insurer reads of invoices: those that it insured on the day of their delivery, or was told of; also after its cover has ended,
-- and none that was delivered without its cover, or beyond any limit of its.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Its invoices, per policy: covered on the day of delivery, as said last, under a limit of that day that stands or a blind cover; or
-- declared to it.
CREATE VIEW own_insured WITH (security_barrier) AS
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
    WHERE l.policy_id = p.id AND l.buyer_id = i.buyer_id AND l.valid_from_on <= d.on_day
    ORDER BY l.valid_from_on DESC, l.recorded_at DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (SELECT coalesce((v.terms ->> 'blind_cents')::bigint, 0) > 0 AS is_blind FROM policy_version v
    WHERE v.policy_id = p.id AND v.valid_from_on <= d.on_day
    ORDER BY v.valid_from_on DESC, v.recorded_at DESC LIMIT 1) v ON true
WHERE (d.on_day >= p.from_on AND s.share_ppm > 0 AND coalesce(l.stands, v.is_blind, false))
    OR EXISTS (SELECT FROM cover_step t WHERE t.contract_id = i.contract_id AND t.policy_id = p.id AND t.invoice_id = i.id
        AND t.step = 'DECLARED' AND NOT EXISTS (SELECT FROM cover_step u WHERE u.contract_id = t.contract_id AND u.undoes_id = t.id));

-- Each buyer on which it decided, or of whom it insures something unpaid: the limit decided last, what is open of it, what is overdue.
CREATE OR REPLACE VIEW own_limit_use WITH (security_barrier) AS
SELECT c.policy_id, c.policy_number, c.buyer_id, b.name AS buyer_name, b.country,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = b.id AND i.scheme = 'siren') AS siren, c.currency,
    l.decision AS policy_decision, l.decision_number, l.amount_cents AS limit_cents, l.until_on,
    coalesce(o.outstanding_cents, 0)::bigint AS outstanding_cents, coalesce(o.overdue_cents, 0)::bigint AS overdue_cents,
    o.oldest_due_on
FROM (SELECT p.id AS policy_id, p.policy_number, p.currency, x.buyer_id FROM own_policy p JOIN policy_limit x ON x.policy_id = p.id
    UNION SELECT policy_id, policy_number, currency, buyer_id FROM own_insured WHERE open_cents > 0) c
JOIN party b ON b.id = c.buyer_id
LEFT JOIN LATERAL (SELECT x.* FROM policy_limit x WHERE x.policy_id = c.policy_id AND x.buyer_id = c.buyer_id
    AND x.valid_from_on <= reading_on() ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1) l ON true
LEFT JOIN (SELECT policy_id, buyer_id, sum(open_cents) AS outstanding_cents,
    sum(open_cents) FILTER (WHERE due_on < reading_on()) AS overdue_cents,
    min(due_on) FILTER (WHERE due_on < reading_on()) AS oldest_due_on
    FROM own_insured WHERE open_cents > 0 GROUP BY policy_id, buyer_id) o
    ON o.policy_id = c.policy_id AND o.buyer_id = c.buyer_id;

-- Its invoices that were declared to it, or are overdue: what is open, and what it was told.
CREATE OR REPLACE VIEW own_overdue WITH (security_barrier) AS
SELECT i.policy_id, i.policy_number, k.number AS contract_number, i.invoice_id, i.invoice_number, i.buyer_id,
    b.name AS buyer_name, i.currency, i.issued_on, i.due_on, i.amount_cents, i.open_cents, s.is_extension_agreed, s.declared_on,
    s.claimed_on, s.admitted_on
FROM own_insured i
JOIN contract k ON k.id = i.contract_id
JOIN party b ON b.id = i.buyer_id
CROSS JOIN LATERAL (SELECT coalesce(bool_or(x.step = 'EXTENDED'), false) AS is_extension_agreed,
    min(x.step_on) FILTER (WHERE x.step = 'DECLARED') AS declared_on, min(x.step_on) FILTER (WHERE x.step = 'CLAIMED') AS claimed_on,
    min(x.step_on) FILTER (WHERE x.step = 'ADMITTED') AS admitted_on
    FROM cover_step x WHERE x.contract_id = i.contract_id AND x.policy_id = i.policy_id AND x.invoice_id = i.invoice_id
        AND NOT EXISTS (SELECT FROM cover_step u WHERE u.contract_id = x.contract_id AND u.undoes_id = x.id)) s
WHERE s.declared_on IS NOT NULL OR (i.open_cents > 0 AND i.due_on < reading_on());

DROP VIEW own_cover;
