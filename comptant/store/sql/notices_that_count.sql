-- One row per notice that counts, of some companies; one that opens other proceedings than those
-- that run, and counts by somebody's word, converts them.
SELECT n.siren, n.id, n.notice_number, n.notice_kind, n.of_number, n.published_on, n.judged_on,
    CASE n.doubt WHEN 'OTHER_PROCEEDINGS' THEN 'CONVERTS' ELSE n.effect END AS effect, n.proceeding
FROM insolvency_notice n
LEFT JOIN LATERAL (SELECT counts FROM insolvency_word WHERE notice_id = n.id
    ORDER BY recorded_at DESC LIMIT 1) w ON true
WHERE n.siren = ANY (%(sirens)s::text[]) AND coalesce(w.counts, n.doubt IS NULL)
ORDER BY n.siren, n.published_on, n.notice_number
