-- One row per decision of an insurer that was refused for what we did not know then, in its order.
SELECT content FROM (SELECT DISTINCT ON (answer_id) answer_id, content, outcome, refusal,
        recorded_at
    FROM insurer_answer WHERE insurer_id = %(insurer_id)s
    ORDER BY answer_id, recorded_at DESC) last
WHERE outcome = 'REFUSED' AND refusal IN ('party_unknown', 'policy_unknown', 'message_unknown')
    AND NOT EXISTS (SELECT FROM insurer_answer t WHERE t.insurer_id = %(insurer_id)s
        AND t.answer_id = last.answer_id AND t.outcome <> 'REFUSED')
ORDER BY recorded_at
