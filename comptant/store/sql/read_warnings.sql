-- One row per company with a score as of a day, the worst first: what it was a week before, and
-- what made it. One of them (its number), one kind (as buyer, as client), or (null) all; quiet ones
-- too where everything is wanted.
SELECT w.id AS warning_id, w.subject AS warning_subject, w.party_id, p.name AS party_name,
    w.scored_on, w.currency, w.score, w.level AS warning_level,
    coalesce(b.score, 0) AS before_score, w.score - coalesce(b.score, 0) AS score_change,
    w.late_ppm, w.factors::text AS factors
FROM (
    SELECT DISTINCT ON (subject, party_id) *
    FROM warning_score
    WHERE scored_on <= %(on)s::date
    ORDER BY subject, party_id, scored_on DESC
) w
JOIN party p ON p.id = w.party_id
LEFT JOIN LATERAL (SELECT o.score FROM warning_score o
    WHERE o.subject = w.subject AND o.party_id = w.party_id AND o.scored_on <= %(on)s::date - 7
    ORDER BY o.scored_on DESC LIMIT 1) b ON true
WHERE (%(warning_id)s::bigint IS NULL OR w.id = %(warning_id)s)
    AND (%(subject)s::text IS NULL OR w.subject = %(subject)s)
    AND (%(everything)s OR w.level <> 'QUIET')
ORDER BY w.score DESC, w.id DESC
