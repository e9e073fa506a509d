-- One row per instalment of a promise of a buyer, of a contract or of all: what is to be paid
-- on its day, and all that was paid of the invoices since, or is in hand.
WITH meant AS (
    SELECT contract_id, buyer_id FROM promise
    WHERE (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s)
        AND promised_on <= %(on)s
), asked AS MATERIALIZED (  -- money in hand counts as paid
    SELECT * FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM meant),
        (SELECT array_agg(DISTINCT buyer_id) FROM meant), %(on)s::date)
    WHERE EXISTS (SELECT FROM meant)
)
SELECT p.contract_id, p.id AS promise_id, k.number AS contract_number, p.buyer_id,
    b.name AS buyer_name, p.currency, p.promised_on, p.evidence, t.due_on,
    t.amount_cents AS instalment_cents, s.repaid_cents, s.invoice_count, %(on)s::date AS today_on,
    e.promise_id IS NOT NULL AS is_taken_back, p.consent, o.found_on, o.outcome AS found_state
FROM promise p
JOIN contract k ON k.id = p.contract_id
JOIN buyer_shown b ON b.contract_id = p.contract_id AND b.id = p.buyer_id
JOIN promise_instalment t ON t.contract_id = p.contract_id AND t.promise_id = p.id
CROSS JOIN LATERAL (
    SELECT sum(least(l.promised_cents, greatest(l.open_cents - coalesce(a.open_cents
        - a.in_hand_cents, i.open_cents), 0)))::bigint AS repaid_cents, count(*) AS invoice_count
    FROM promise_line l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
    LEFT JOIN asked a ON a.contract_id = l.contract_id AND a.invoice_id = l.invoice_id
    WHERE l.contract_id = p.contract_id AND l.promise_id = p.id
) s
LEFT JOIN LATERAL (SELECT x.found_on, x.outcome FROM promise_outcome x
    WHERE x.contract_id = p.contract_id AND x.promise_id = p.id AND x.found_on <= %(on)s
    ORDER BY x.found_on DESC LIMIT 1) o ON true
LEFT JOIN promise_end e ON e.contract_id = p.contract_id AND e.promise_id = p.id
WHERE (%(contract_id)s::bigint IS NULL OR p.contract_id = %(contract_id)s)
    AND p.promised_on <= %(on)s
ORDER BY p.contract_id, p.id, t.due_on
