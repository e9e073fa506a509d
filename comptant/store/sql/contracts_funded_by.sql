-- One row per contract whose client, or whose guarantor, a party is: its state on a day, who said
-- so, the state before, and whether another of those has failed.
WITH answering AS (
    SELECT k.id AS contract_id, k.client_id AS party_id FROM contract k WHERE NOT k.is_house
    UNION
    SELECT contract_id, party_id FROM (
        SELECT DISTINCT ON (contract_id, party_id) contract_id, party_id, is_granted FROM partner
        WHERE role = 'guarantor' ORDER BY contract_id, party_id, recorded_at DESC) g
    WHERE is_granted
)
SELECT k.id AS contract_id, k.number, s.status, s.source AS status_source,
    coalesce(b.status, 'ACTIVE') AS status_before,
    EXISTS (SELECT FROM answering o
        CROSS JOIN LATERAL (SELECT opened_on FROM insolvency WHERE party_id = o.party_id
            ORDER BY recorded_at DESC LIMIT 1) f
        WHERE o.contract_id = k.id AND o.party_id <> a.party_id AND f.opened_on IS NOT NULL)
        AS is_another_failed
FROM answering a
JOIN contract k ON k.id = a.contract_id
CROSS JOIN LATERAL (
    SELECT value #>> '{}' AS status, source, valid_from_on, recorded_at FROM term
    WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id AND name = 'status'
        AND valid_from_on <= %(on)s
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
) s
LEFT JOIN LATERAL (
    SELECT value #>> '{}' AS status FROM term
    WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id AND name = 'status'
        AND valid_from_on <= %(on)s
        AND (valid_from_on, recorded_at) < (s.valid_from_on, s.recorded_at)
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
) b ON true
WHERE a.party_id = %(party_id)s
ORDER BY k.id
