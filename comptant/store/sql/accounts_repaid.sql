-- One row per contract asked for whose account has repaid some of a loss, which counts still.
SELECT DISTINCT contract_id FROM recourse_step_now
WHERE contract_id = ANY (%(ids)s::bigint[]) AND step = 'REGAINED' AND payment_id IS NULL
ORDER BY contract_id
