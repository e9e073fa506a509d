-- One row per step of a claim that counts, of some kinds, the latest first.
SELECT id, step, amount_cents FROM claim_step_now
WHERE contract_id = %(contract_id)s AND claim_id = %(claim_id)s AND step = ANY (%(steps)s::text[])
ORDER BY id DESC
