-- One row per notice that counts, of some companies.
SELECT n.siren, n.id, n.notice_number, n.notice_kind, n.of_number, n.published_on, n.judged_on,
    n.effect, n.proceeding
FROM insolvency_notice n
LEFT JOIN LATERAL (SELECT counts FROM insolvency_word WHERE notice_id = n.id
    ORDER BY recorded_at DESC LIMIT 1) w ON true
WHERE n.siren = ANY (%(sirens)s::text[]) AND coalesce(w.counts, n.doubt IS NULL)
ORDER BY n.siren, n.published_on, n.notice_number
