-- One row per notice of a company that a notice of another company corrects or cancels: the number
-- had been given to the wrong one.
SELECT DISTINCT n.siren, x.of_number
FROM insolvency_notice x
JOIN insolvency_notice n ON n.notice_number = x.of_number AND n.siren <> x.siren
LEFT JOIN LATERAL (SELECT counts FROM insolvency_word WHERE notice_id = x.id
    ORDER BY recorded_at DESC LIMIT 1) w ON true
WHERE x.notice_kind <> 'NOTICE' AND coalesce(w.counts, x.doubt IS NULL)
    AND NOT EXISTS (SELECT FROM insolvency_notice z
        LEFT JOIN LATERAL (SELECT counts FROM insolvency_word WHERE notice_id = z.id
            ORDER BY recorded_at DESC LIMIT 1) v ON true
        WHERE z.of_number = x.notice_number AND z.notice_kind <> 'NOTICE'
            AND coalesce(v.counts, z.doubt IS NULL))
    AND NOT EXISTS (SELECT FROM insolvency_notice y
        WHERE y.notice_number = x.notice_number AND y.siren = n.siren)
ORDER BY 1, 2
