-- One row per instalment of a promise that was not taken back, of some contracts or (null) of all,
-- with all that was paid of its invoices since, or is in hand, and what the last close
-- has found of it.
WITH meant AS (
    SELECT contract_id, buyer_id FROM promise
    WHERE (%(contract_ids)s::bigint[] IS NULL OR contract_id = ANY (%(contract_ids)s))
        AND promised_on <= %(on)s
), asked AS MATERIALIZED (  -- money in hand counts as paid
    SELECT * FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM meant),
        (SELECT array_agg(DISTINCT buyer_id) FROM meant), %(on)s::date)
    WHERE EXISTS (SELECT FROM meant)
)
SELECT p.contract_id, p.id AS promise_id, p.buyer_id, t.due_on, t.amount_cents AS instalment_cents,
    s.repaid_cents, %(on)s::date AS today_on, false AS is_taken_back,
    coalesce(o.outcome, 'RUNNING') AS last_outcome
FROM promise p
JOIN promise_instalment t ON t.contract_id = p.contract_id AND t.promise_id = p.id
CROSS JOIN LATERAL (
    SELECT sum(least(l.promised_cents, greatest(l.open_cents - coalesce(a.open_cents
        - a.in_hand_cents, i.open_cents), 0)))::bigint AS repaid_cents
    FROM promise_line l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
    LEFT JOIN asked a ON a.contract_id = l.contract_id AND a.invoice_id = l.invoice_id
    WHERE l.contract_id = p.contract_id AND l.promise_id = p.id
) s
LEFT JOIN LATERAL (SELECT x.outcome FROM promise_outcome x WHERE x.contract_id = p.contract_id
    AND x.promise_id = p.id ORDER BY x.found_on DESC LIMIT 1) o ON true
WHERE p.promised_on <= %(on)s
    AND (%(contract_ids)s::bigint[] IS NULL OR p.contract_id = ANY (%(contract_ids)s))
    AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = p.contract_id
        AND e.promise_id = p.id)
ORDER BY p.contract_id, p.id, t.due_on
