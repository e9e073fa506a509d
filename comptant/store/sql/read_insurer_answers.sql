-- One row per decision that insurers told, and what became of it, the latest first.
SELECT a.insurer_id, i.name AS insurer_name, a.answer_id AS insurer_answer_number, a.told_on,
    a.content ->> 'insurer_policy_number' AS policy_number,
    a.content ->> 'buyer_siren' AS buyer_siren, a.content ->> 'response_code' AS response_code,
    a.content ->> 'limit_decision_number' AS decision_number,
    a.content ->> 'currency' AS currency,
    (a.content ->> 'told_limit_cents')::bigint AS told_limit_cents,
    a.outcome AS answer_outcome, nullif(a.refusal, '') AS refusal, a.facts, a.message_id,
    a.recorded_at
FROM insurer_answer a LEFT JOIN party i ON i.id = a.insurer_id
ORDER BY a.recorded_at DESC, a.answer_id DESC
