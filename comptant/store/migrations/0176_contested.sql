-- What a buyer contests of an invoice, for its insurer: a payment that was merely short contests nothing.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row: what the disputes of an invoice come to on a day (null: now), as disputed_of, but for those that the program alone has said
-- because a payment was short: until somebody confirms what is contested, or agrees to a credit note.
CREATE FUNCTION contested_of(of_contract bigint, of_invoice bigint, day date)
RETURNS TABLE (disputed_now_cents bigint) LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(greatest(x.cents, 0)), 0)::bigint
    FROM (SELECT sum(t.amount_cents) AS cents FROM dispute e
        JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
            AND (day IS NULL OR t.step_on <= day)
        WHERE e.contract_id = of_contract AND e.invoice_id = of_invoice AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
        GROUP BY e.id, e.source
        HAVING e.source <> 'PAYMENT' OR bool_or(t.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED')
            AND t.evidence NOT IN ('payment short', 'payment taken back'))) x
$$;
REVOKE ALL ON FUNCTION contested_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contested_of TO comptant_writer, comptant_reader, comptant_auditor;

-- The invoices of an insurer's claims, with what is contested of each now, or was until a credit note since its decision.
CREATE OR REPLACE VIEW own_claim_item WITH (security_barrier) AS
SELECT t.claim_id, t.invoice_id, i.invoice_number, i.issued_on, i.due_on, i.delivered_on, i.amount_cents, i.currency,
    t.debt_cents, t.base_cents, t.insurable_cents, t.covered_cents, t.share_cents AS item_share_cents,
    coalesce(nullif(o.owed_cents, 0), i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0)
        + r.back_cents)::bigint AS still_owed_cents, (d.disputed_now_cents + n.credited_cents)::bigint AS disputed_now_cents
FROM own_claim c
JOIN claim x ON x.id = c.id AND x.policy_id = c.policy_id
JOIN claim_item t ON t.contract_id = x.contract_id AND t.claim_id = x.id
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
LEFT JOIN guarantee g ON g.contract_id = t.contract_id AND g.invoice_id = t.invoice_id
CROSS JOIN LATERAL (SELECT max(y.owed_cents) AS owed_cents FROM claim_item y
    WHERE y.contract_id = t.contract_id AND y.invoice_id = t.invoice_id) o
CROSS JOIN LATERAL (SELECT coalesce(-sum(m.amount_cents), 0)::bigint AS back_cents FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'reassignment' AND e.act_id > x.act_id
    WHERE m.contract_id = t.contract_id AND m.item_id = t.invoice_id AND m.account = 'DEB') r
CROSS JOIN LATERAL (SELECT coalesce(sum(greatest(y.cents, 0)), 0)::bigint AS disputed_now_cents
    FROM (SELECT sum(q.amount_cents) AS cents FROM dispute e
        JOIN dispute_step q ON q.contract_id = e.contract_id AND q.dispute_id = e.id
        WHERE e.contract_id = t.contract_id AND e.invoice_id = t.invoice_id AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
        GROUP BY e.id, e.source
        HAVING e.source <> 'PAYMENT' OR bool_or(q.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED')
            AND q.evidence NOT IN ('payment short', 'payment taken back'))) y) d
CROSS JOIN LATERAL (SELECT coalesce(-sum(q.amount_cents), 0)::bigint AS credited_cents FROM dispute e
    JOIN dispute_step q ON q.contract_id = e.contract_id AND q.dispute_id = e.id AND q.kind = 'CREDITED'
    WHERE e.contract_id = t.contract_id AND e.invoice_id = t.invoice_id AND q.id > c.accepted_id) n;
