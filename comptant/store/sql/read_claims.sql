-- One row per unpaid instrument of which a buyer owes something on a contract that was refunded of
-- it, wherever its money had been received.
WITH RECURSIVE origin AS (
    SELECT p.id AS payment_id, d.claim_cents, p.currency, p.contract_id, p.id
    FROM payment p
    CROSS JOIN LATERAL (SELECT sum(m.amount_cents)::bigint AS claim_cents FROM movement m
        WHERE m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'DEBD') d
    WHERE p.contract_id = %(contract_id)s AND p.buyer_id = %(buyer_id)s AND d.claim_cents > 0
    UNION
    SELECT o.payment_id, o.claim_cents, o.currency, n.contract_id, n.item_id
    FROM origin o
    JOIN movement m ON m.contract_id = o.contract_id AND m.item_id = o.id AND m.account = 'UNAL'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event IN ('payment_moved_in', 'cash_moved_in')
    JOIN entry f ON f.act_id = e.act_id AND f.event IN ('payment_moved_out', 'cash_moved_out')
    JOIN movement n ON n.contract_id = f.contract_id AND n.item_id = m.against_id
        AND n.entry_id = f.id AND n.account = 'UNAL' AND n.against_id = o.id
)
SELECT i.id, i.number, i.payment_means, i.payer_name, o.currency,
    sum(o.claim_cents)::bigint AS claim_cents
FROM (SELECT DISTINCT payment_id, claim_cents, currency, contract_id, id FROM origin) o
JOIN instrument_step x ON x.contract_id = o.contract_id AND x.payment_id = o.id
    AND x.step = 'CREDITED'
JOIN instrument i ON i.contract_id = x.contract_id AND i.id = x.instrument_id
GROUP BY i.id, i.number, i.payment_means, i.payer_name, o.currency
ORDER BY i.id
