-- One row per company whose score or level is not what it was: kept, with what it was.
WITH told AS (
    SELECT t.*, b.score AS before_score, coalesce(b.level, 'QUIET') AS before_level
    FROM unnest(%(warning_subject)s::text[], %(party_id)s::bigint[], %(currency)s::text[],
        %(score)s::bigint[], %(warning_level)s::text[], %(late_ppm)s::bigint[],
        %(factors)s::text[])
        AS t (subject, party_id, currency, score, level, late_ppm, factors)
    LEFT JOIN LATERAL (SELECT w.score, w.level FROM warning_score w
        WHERE w.subject = t.subject AND w.party_id = t.party_id
        ORDER BY w.scored_on DESC LIMIT 1) b ON true
), kept AS (
    INSERT INTO warning_score (subject, party_id, scored_on, currency, score, level, late_ppm,
        factors, act_id)
    SELECT subject, party_id, %(on)s, currency, score, level, late_ppm, factors::jsonb, %(act_id)s
    FROM told
    WHERE score <> coalesce(before_score, 0) OR level <> before_level
    RETURNING subject, party_id, id
)
SELECT k.id AS warning_id, t.subject AS warning_subject, t.party_id, t.score,
    coalesce(t.before_score, 0) AS before_score, t.level AS warning_level, t.before_level
FROM kept k JOIN told t ON t.subject = k.subject AND t.party_id = k.party_id
ORDER BY t.score DESC, k.id
