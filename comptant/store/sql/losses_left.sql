-- One row per contract asked for of which something was written off that has not come in since.
SELECT contract_id, sum(CASE step WHEN 'WRITTEN_OFF' THEN amount_cents
    WHEN 'REGAINED' THEN -amount_cents ELSE -of_loss_cents END)::bigint AS written_off_cents
FROM recourse_step_now
WHERE contract_id = ANY (%(ids)s::bigint[])
GROUP BY contract_id
HAVING sum(CASE step WHEN 'WRITTEN_OFF' THEN amount_cents
    WHEN 'REGAINED' THEN -amount_cents ELSE -of_loss_cents END) > 0
ORDER BY contract_id
