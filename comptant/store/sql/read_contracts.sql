-- One row per contract that may be seen, with its terms in force on the day; by number or id, nulls
-- ask for all.
SELECT k.id, k.number, k.client_id, p.name AS client_name, siren.identifier AS siren, k.currency,
    t.terms ->> 'status' AS status, t.terms, t.first_on,
    CASE WHEN t.terms ->> 'status' = 'SUSPENDED' THEN t.status_on END AS suspended_on
FROM contract k
JOIN party p ON p.id = k.client_id
LEFT JOIN LATERAL (SELECT min(identifier) AS identifier FROM party_identifier i
    WHERE i.party_id = p.id AND i.scheme = 'siren') siren ON true
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(l.name, l.value) AS terms, min(l.valid_from_on) AS first_on,
        min(l.valid_from_on) FILTER (WHERE l.name = 'status') AS status_on
    FROM (SELECT DISTINCT ON (name) name, value, valid_from_on FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND valid_from_on <= %(on)s
        ORDER BY name, valid_from_on DESC, recorded_at DESC) l
) t ON true
WHERE NOT k.is_house AND (%(number)s::text IS NULL OR k.number = %(number)s
    OR k.id::text = %(number)s)
ORDER BY k.number
