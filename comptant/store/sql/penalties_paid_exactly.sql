-- One row per payment of these movements of which what waits is to the cent what is open of its
-- buyer's penalties: of all, or of one alone. Its numbers have paid what they name, or its text
-- says what it is for.
SELECT p.contract_id, p.id AS payment_id, c.ids
FROM payment p
JOIN bank_movement m ON m.id = p.bank_movement_id
CROSS JOIN LATERAL (
    SELECT x.ids FROM (
        SELECT 1 AS turn, array_agg(n.id ORDER BY n.id) AS ids, sum(n.open_cents) AS cents
        FROM penalty n WHERE n.contract_id = p.contract_id AND n.buyer_id = p.buyer_id
            AND n.currency = p.currency AND n.open_cents > 0
        UNION ALL
        SELECT 2, array_agg(n.id), min(n.open_cents)
        FROM penalty n WHERE n.contract_id = p.contract_id AND n.buyer_id = p.buyer_id
            AND n.currency = p.currency AND n.open_cents = p.open_cents AND n.open_cents > 0
        HAVING count(*) = 1) x
    WHERE x.cents = p.open_cents ORDER BY x.turn LIMIT 1) c
WHERE p.bank_movement_id = ANY (%(movement_ids)s::bigint[]) AND p.bank_movement_id <> 0
    AND p.open_cents > 0 AND p.buyer_id <> 0
    AND (p.open_cents < p.amount_cents
        OR m.remittance_text ~*
            'p[eé]nalit|indemni|late.?pay|interest|int[eé]r[eê]ts|l ?\.? ?441')
ORDER BY p.contract_id, p.id
