-- One row per invoice that a buyer owes, assigned still or taken over by our guarantee, on each
-- contract, with what is approved of it and the contract's terms on a day.
SELECT i.contract_id, i.id AS invoice_id, k.number AS contract_number, c.name AS client_name,
    i.buyer_id, b.name AS buyer_name, i.currency, i.approved_cents,
    coalesce(g.factor_open_cents, 0) AS factor_open_cents,
    (i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0))::bigint AS debt_cents,
    t.terms
FROM contract_buyer w
JOIN invoice i ON i.contract_id = w.contract_id AND i.buyer_id = w.buyer_id AND i.amount_cents > 0
JOIN contract k ON k.id = i.contract_id
JOIN party c ON c.id = k.client_id
JOIN party b ON b.id = i.buyer_id
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(l.name, l.value) AS terms
    FROM (SELECT DISTINCT ON (name) name, value FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND name IN ('has_recourse', 'guaranteed_ppm') AND valid_from_on <= %(on)s
        ORDER BY name, valid_from_on DESC, recorded_at DESC) l
) t ON true
WHERE w.buyer_id = %(buyer_id)s
    AND (i.open_cents > 0 OR g.factor_open_cents > 0 OR g.client_open_cents > 0)
ORDER BY i.contract_id, i.id
