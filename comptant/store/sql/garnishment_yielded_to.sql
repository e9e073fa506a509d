-- One row per garnishment of a contract that yielded to another, by the act that registered it: the
-- one served first before the others, with how much.
SELECT g.id, g.reference, sum(s.amount_cents)::bigint AS yielded_cents
FROM garnishment_step s
JOIN garnishment g ON g.contract_id = s.contract_id AND g.id = s.garnishment_id
JOIN garnishment_left l ON l.contract_id = g.contract_id AND l.id = g.id
WHERE s.contract_id = %(contract_id)s AND s.step = 'YIELDED' AND s.act_id = %(act_id)s
    AND l.undone_on IS NULL
GROUP BY g.id, g.reference, g.served_at
ORDER BY g.served_at, g.id
