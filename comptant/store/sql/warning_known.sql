-- One row per company that has a score above nothing: it may have none now.
SELECT subject AS warning_subject, party_id, currency FROM (
    SELECT DISTINCT ON (subject, party_id) subject, party_id, currency, score
    FROM warning_score WHERE scored_on < %(on)s::date
    ORDER BY subject, party_id, scored_on DESC
) s
WHERE score > 0
ORDER BY subject, party_id
