-- One row per act that took a bank file in: the slices that it left to others.
SELECT id, answer -> 'slices' AS slices FROM act
WHERE id = ANY (%(act_ids)s::bigint[]) AND operation = 'bank' ORDER BY id
