-- One row: a hit, with what was said of it last.
SELECT h.id AS hit_id, h.subject, h.party_id, h.name, h.listed_name, h.list_name, h.entry_key,
    coalesce(w.outcome, 'OPEN') AS outcome, EXISTS (
        SELECT FROM approval a WHERE a.kind = 'screening' AND a.subject_id = h.id
            AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)) AS is_asked
FROM screening_hit h
LEFT JOIN LATERAL (SELECT w.outcome FROM screening_word w WHERE w.hit_id = h.id
    ORDER BY w.id DESC LIMIT 1) w ON true
WHERE h.id = %(hit_id)s
