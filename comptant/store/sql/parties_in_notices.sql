-- One row per party of which notices speak, by its SIREN (alone, in its SIRET or its VAT number):
-- with what they came to when that was last looked at.
SELECT p.id AS party_id, p.name AS party_name, s.siren, l.opened_on, l.published_on, l.proceeding,
    l.ended_on, l.notice_id, l.notice_number
FROM (
    SELECT party_id, min(CASE scheme WHEN 'siren' THEN identifier
        WHEN 'siret' THEN left(identifier, 9) ELSE right(identifier, 9) END) AS siren
    FROM party_identifier
    WHERE scheme IN ('siren', 'siret')
        OR (scheme = 'vat' AND identifier ~ '^FR[0-9A-Z]{2}[0-9]{9}$')
    GROUP BY party_id
) s
JOIN party p ON p.id = s.party_id
LEFT JOIN LATERAL (
    SELECT x.opened_on, x.published_on, x.proceeding, x.ended_on, x.notice_id, n.notice_number
    FROM insolvency x JOIN insolvency_notice n ON n.id = x.notice_id
    WHERE x.party_id = p.id ORDER BY x.recorded_at DESC LIMIT 1
) l ON true
WHERE EXISTS (SELECT FROM insolvency_notice n WHERE n.siren = s.siren)
ORDER BY p.id
