-- One row per contract and buyer that a policy covers: what was assigned of it in a period, VAT
-- included, less credit notes and what was withdrawn; and the sum of what was open at the end of
-- each month of the period. By accounting days, so that a period that is over stays as it is.
WITH said AS (
    SELECT c.contract_id, c.buyer_id, c.share_ppm, c.valid_from_on, c.recorded_at
    FROM policy_cover c WHERE c.policy_id = %(policy_id)s AND c.valid_from_on <= %(until_on)s
), booked AS (
    SELECT e.contract_id, i.buyer_id, e.entry_on, e.event, m.amount_cents
    FROM (SELECT DISTINCT contract_id FROM said) k
    JOIN movement m ON m.contract_id = k.contract_id AND m.account = 'DEB'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.entry_on <= %(until_on)s
    JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
), counted AS (
    SELECT b.contract_id, b.buyer_id, b.entry_on AS day, b.amount_cents AS turnover_cents,
        0::bigint AS outstanding_cents
    FROM booked b
    WHERE b.entry_on >= %(from_on)s AND b.event IN ('assignment', 'withdrawal', 'credit_note',
        'credit_note_withdrawal')
    UNION ALL
    SELECT b.contract_id, b.buyer_id, d.day, 0, b.amount_cents
    FROM booked b
    JOIN (SELECT (generate_series(date_trunc('month', %(from_on)s::date), %(until_on)s::date,
        '1 month') + interval '1 month' - interval '1 day')::date AS day) d
        ON d.day BETWEEN %(from_on)s AND %(until_on)s AND b.entry_on <= d.day
)
SELECT n.contract_id, k.number AS contract_number, n.buyer_id, b.name AS buyer_name,
    q.country, k.currency, sum(n.turnover_cents)::bigint AS turnover_cents,
    sum(n.outstanding_cents)::bigint AS outstanding_cents
FROM counted n
JOIN contract k ON k.id = n.contract_id
JOIN policy p ON p.id = %(policy_id)s AND p.currency = k.currency
JOIN buyer_shown b ON b.contract_id = n.contract_id AND b.id = n.buyer_id
LEFT JOIN party q ON q.id = n.buyer_id
CROSS JOIN LATERAL (
    SELECT s.share_ppm FROM said s
    WHERE s.contract_id = n.contract_id AND s.buyer_id IN (0, n.buyer_id)
        AND s.valid_from_on <= n.day
    ORDER BY s.buyer_id = n.buyer_id DESC, s.valid_from_on DESC, s.recorded_at DESC LIMIT 1
) c
WHERE c.share_ppm > 0
GROUP BY n.contract_id, k.number, n.buyer_id, b.name, q.country, k.currency
HAVING sum(n.turnover_cents) <> 0 OR sum(n.outstanding_cents) <> 0
ORDER BY k.number, n.buyer_id
