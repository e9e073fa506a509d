-- One row per change of the score of a company in one capacity, the latest first.
SELECT id AS warning_id, scored_on, score, level AS warning_level, late_ppm
FROM warning_score
WHERE subject = %(subject)s AND party_id = %(party_id)s
ORDER BY scored_on DESC, id DESC
