-- One row per notice of proceedings of a company that we know, the latest first: what it says,
-- whether it counts, why it is in doubt. `siren`: of one company, null: of all.
SELECT n.id, n.notice_number, n.siren, p.id AS party_id, p.name AS party_name, n.notice_kind,
    n.of_number, n.published_on, n.judged_on, n.effect AS notice_effect, n.proceeding, n.nature,
    n.court, n.doubt AS notice_doubt, coalesce(w.counts, n.doubt IS NULL) AS counts, w.reason
FROM insolvency_notice n
JOIN party_identifier i ON i.scheme = 'siren' AND i.identifier = n.siren
JOIN party p ON p.id = i.party_id
LEFT JOIN LATERAL (SELECT counts, reason FROM insolvency_word WHERE notice_id = n.id
    ORDER BY recorded_at DESC LIMIT 1) w ON true
WHERE %(siren)s::text IS NULL OR n.siren = %(siren)s
ORDER BY n.id DESC
