-- One row: a notice, and whether it counts: as people have said last, else where nothing is in
-- doubt.
SELECT n.notice_number, coalesce(w.counts, n.doubt IS NULL) AS counts
FROM insolvency_notice n
LEFT JOIN LATERAL (SELECT counts FROM insolvency_word WHERE notice_id = n.id
    ORDER BY recorded_at DESC LIMIT 1) w ON true
WHERE n.id = %(notice_id)s
