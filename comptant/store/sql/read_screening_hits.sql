-- One row per name of ours that looks like an entry of a list, the nearest first: those to decide,
-- or all; one (its number) or (null) all.
SELECT h.id AS hit_id, h.near_ppm, h.subject AS screened_as, h.name AS screened_name,
    p.name AS party_name, h.listed_name, h.list_name, h.entry_key, h.list_on, h.why::text AS why,
    h.found_on, coalesce(w.outcome, 'OPEN') AS screening_outcome, w.reason, w.said_on
FROM screening_hit h
LEFT JOIN party p ON p.id = h.party_id
LEFT JOIN LATERAL (SELECT w.outcome, w.reason, w.said_on FROM screening_word w
    WHERE w.hit_id = h.id ORDER BY w.id DESC LIMIT 1) w ON true
WHERE (%(hit_id)s::bigint IS NULL OR h.id = %(hit_id)s)
    AND (%(everything)s OR w.outcome IS NULL OR w.outcome IN ('HELD', 'LET_GO'))
ORDER BY h.near_ppm DESC, h.id DESC
