-- One row per time that a decision of an insurer came, in its order: what became of it, and whether
-- it said the same, its reason left aside.
SELECT outcome, refusal, content - 'response_reason' = %(content)s::jsonb - 'response_reason'
    AS is_same
FROM insurer_answer WHERE insurer_id = %(insurer_id)s AND answer_id = %(answer_id)s
ORDER BY recorded_at
