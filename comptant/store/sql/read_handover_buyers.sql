-- One row per buyer of a contract with its numbers, its limit in force on the day, and when and by
-- what it was told of the assignment.
SELECT b.buyer_id AS id, k.currency, p.name AS buyer_name, n.siren AS buyer_siren,
    n.vat AS buyer_vat, n.lei AS buyer_lei,
    n.other AS buyer_foreign, p.country AS buyer_country, lim.amount_cents, lim.source,
        told.valid_from_on AS notified_on, told.source AS proof
FROM contract_buyer b
JOIN contract k ON k.id = b.contract_id
JOIN buyer_shown p ON p.contract_id = b.contract_id AND p.id = b.buyer_id
CROSS JOIN LATERAL (SELECT min(identifier) FILTER (WHERE scheme = 'siren') AS siren,
    min(identifier) FILTER (WHERE scheme = 'vat') AS vat,
    min(identifier) FILTER (WHERE scheme = 'lei') AS lei,
        min(identifier) FILTER (WHERE scheme = 'foreign') AS other
    FROM party_identifier f WHERE f.party_id = p.id) n
LEFT JOIN LATERAL (SELECT (t.value)::bigint AS amount_cents, t.source
    FROM ceiling c JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING'
        AND t.subject_id = c.id
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = b.contract_id AND c.party_id = b.buyer_id
        AND t.name = 'amount_cents' AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) lim ON true
LEFT JOIN LATERAL (SELECT t.valid_from_on, t.source FROM term t
    WHERE t.contract_id = b.contract_id AND t.subject = 'BUYER' AND t.subject_id = b.buyer_id
        AND t.name = 'is_notified'
        AND t.value = 'true' AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) told ON true
WHERE b.contract_id = %(contract_id)s
ORDER BY p.name, b.buyer_id
