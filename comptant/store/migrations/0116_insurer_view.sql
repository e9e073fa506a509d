-- What an insurer reads: its own policies, and of the buyers that they cover what it insures; nothing of other insurers, of terms
-- between the factor and its clients, nor of what is not covered by it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Its policies, with the terms in force.
CREATE VIEW own_policy WITH (security_barrier) AS
SELECT p.id, p.policy_number, h.name AS holder_name, p.currency, p.from_on, v.valid_from_on,
    v.terms ->> 'insured_base' AS insured_base, (v.terms ->> 'insured_ppm')::bigint AS insured_ppm,
    (v.terms ->> 'is_delegated')::boolean AS is_delegated,
    (SELECT count(DISTINCT l.buyer_id) FROM policy_limit l WHERE l.policy_id = p.id) AS buyer_count
FROM policy p
JOIN party h ON h.id = p.holder_id
LEFT JOIN LATERAL (SELECT x.terms, x.valid_from_on FROM policy_version x
    WHERE x.policy_id = p.id AND x.valid_from_on <= reading_on()
    ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1) v ON true
WHERE p.insurer_id = ANY ((SELECT reading_as('insurer'))::bigint[]);

-- What its policies cover: a contract and buyer each, as said last on the day of the look.
CREATE VIEW own_cover WITH (security_barrier) AS
SELECT p.id AS policy_id, p.policy_number, p.currency, x.contract_id, b.buyer_id
FROM own_policy p
JOIN (SELECT DISTINCT policy_id, contract_id FROM policy_cover) x ON x.policy_id = p.id
JOIN contract k ON k.id = x.contract_id AND k.currency = p.currency
JOIN contract_buyer b ON b.contract_id = x.contract_id
CROSS JOIN LATERAL (SELECT c.share_ppm FROM policy_cover c
    WHERE c.policy_id = p.id AND c.contract_id = x.contract_id AND c.buyer_id IN (0, b.buyer_id)
        AND c.valid_from_on <= reading_on()
    ORDER BY c.buyer_id = b.buyer_id DESC, c.valid_from_on DESC, c.recorded_at DESC LIMIT 1) s
WHERE s.share_ppm > 0;

-- Each buyer that they cover: the limit decided last, what is open of him, what of it is overdue.
CREATE VIEW own_limit_use WITH (security_barrier) AS
SELECT c.policy_id, c.policy_number, c.buyer_id, b.name AS buyer_name, b.country,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = b.id AND i.scheme = 'siren') AS siren, c.currency,
    l.decision AS policy_decision, l.decision_number, l.amount_cents AS limit_cents, l.until_on,
    sum(o.outstanding_cents)::bigint AS outstanding_cents, sum(o.overdue_cents)::bigint AS overdue_cents,
    min(o.oldest_due_on) AS oldest_due_on
FROM own_cover c
JOIN party b ON b.id = c.buyer_id
LEFT JOIN LATERAL (SELECT x.* FROM policy_limit x WHERE x.policy_id = c.policy_id AND x.buyer_id = c.buyer_id
    AND x.valid_from_on <= reading_on() ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1) l ON true
CROSS JOIN LATERAL (SELECT coalesce(sum(u.cents), 0) AS outstanding_cents,
    coalesce(sum(u.cents) FILTER (WHERE u.due_on < reading_on()), 0) AS overdue_cents,
    min(u.due_on) FILTER (WHERE u.due_on < reading_on()) AS oldest_due_on
    FROM (SELECT i.due_on, i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0) AS cents FROM invoice i
        LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
        WHERE i.contract_id = c.contract_id AND i.buyer_id = c.buyer_id AND i.amount_cents > 0 AND i.currency = c.currency) u
    WHERE u.cents > 0) o
GROUP BY c.policy_id, c.policy_number, c.buyer_id, b.id, b.name, b.country, c.currency, l.decision, l.decision_number,
    l.amount_cents, l.until_on;

-- Turnover declared to it.
CREATE VIEW own_turnover WITH (security_barrier) AS
SELECT d.policy_id, p.policy_number, p.currency, d.from_on, d.until_on, d.turnover_cents AS declared_turnover_cents,
    d.insured_base, d.declared_on, d.reference
FROM own_policy p JOIN turnover_declaration d ON d.policy_id = p.id;

-- Invoices declared to it, or that are overdue under a cover of it: what is open, and what it was told.
CREATE VIEW own_overdue WITH (security_barrier) AS
SELECT c.policy_id, c.policy_number, k.number AS contract_number, i.id AS invoice_id, i.invoice_number, c.buyer_id,
    b.name AS buyer_name, i.currency, i.issued_on, i.due_on, i.amount_cents, o.open_cents, s.is_extension_agreed, s.declared_on,
    s.claimed_on, s.admitted_on
FROM own_cover c
JOIN contract k ON k.id = c.contract_id
JOIN invoice i ON i.contract_id = c.contract_id AND i.buyer_id = c.buyer_id AND i.amount_cents > 0 AND i.currency = c.currency
JOIN party b ON b.id = c.buyer_id
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
CROSS JOIN LATERAL (SELECT (i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0))::bigint AS open_cents) o
CROSS JOIN LATERAL (SELECT coalesce(bool_or(x.step = 'EXTENDED'), false) AS is_extension_agreed,
    min(x.step_on) FILTER (WHERE x.step = 'DECLARED') AS declared_on, min(x.step_on) FILTER (WHERE x.step = 'CLAIMED') AS claimed_on,
    min(x.step_on) FILTER (WHERE x.step = 'ADMITTED') AS admitted_on
    FROM cover_step x WHERE x.contract_id = i.contract_id AND x.policy_id = c.policy_id AND x.invoice_id = i.id) s
WHERE s.declared_on IS NOT NULL OR (o.open_cents > 0 AND i.due_on < reading_on());

-- Claims under its policies.
CREATE VIEW own_claim WITH (security_barrier) AS
SELECT c.id, c.policy_id, p.policy_number, k.number AS contract_number, c.claim_number, b.name AS buyer_name, c.currency,
    c.opened_on, c.waiting_until_on, t.debt_cents, t.insurable_cents, t.covered_cents, s.accepted_cents, s.received_cents,
    s.recovered_cents, CASE WHEN s.is_refused THEN 'REFUSED' WHEN s.is_accepted AND s.received_cents >= s.accepted_cents
        THEN 'INDEMNIFIED' WHEN s.is_accepted THEN 'ACCEPTED' WHEN c.waiting_until_on > reading_on() THEN 'WAITING'
        ELSE 'DUE' END AS claim_state, s.decided_on
FROM own_policy p
JOIN claim c ON c.policy_id = p.id
JOIN contract k ON k.id = c.contract_id
JOIN party b ON b.id = c.buyer_id
CROSS JOIN LATERAL (SELECT sum(i.debt_cents)::bigint AS debt_cents, sum(i.insurable_cents)::bigint AS insurable_cents,
    sum(i.covered_cents)::bigint AS covered_cents FROM claim_item i WHERE i.contract_id = c.contract_id AND i.claim_id = c.id) t
CROSS JOIN LATERAL (SELECT
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint AS accepted_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0)::bigint AS received_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECOVERED'), 0)::bigint AS recovered_cents,
    coalesce(bool_or(e.step = 'ACCEPTED'), false) AS is_accepted, coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused,
    min(e.step_on) FILTER (WHERE e.step IN ('ACCEPTED', 'REFUSED')) AS decided_on
    FROM claim_step e WHERE e.contract_id = c.contract_id AND e.claim_id = c.id) s;

-- What came in on its claims, and what of it is the insurer's.
CREATE VIEW own_recovery WITH (security_barrier) AS
SELECT e.id, c.policy_id, c.policy_number, c.claim_number, c.buyer_name, c.currency, e.step_on AS recovered_on,
    e.amount_cents AS recovery_cents, e.cost_cents AS recovery_cost_cents, e.insurer_cents AS insurer_recovery_cents,
    e.insurer_cost_cents, e.reference
FROM own_claim c
JOIN claim x ON x.id = c.id AND x.policy_id = c.policy_id
JOIN claim_step e ON e.contract_id = x.contract_id AND e.claim_id = x.id AND e.step = 'RECOVERED';

GRANT SELECT ON own_policy, own_limit_use, own_turnover, own_overdue, own_claim, own_recovery
    TO comptant_reader, comptant_writer;
