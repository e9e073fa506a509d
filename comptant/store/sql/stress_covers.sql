-- One row per contract and buyer (0: each without a word of its own) that policies cover on a day.
SELECT DISTINCT contract_id, buyer_id FROM (
    SELECT DISTINCT ON (c.contract_id, c.policy_id, c.buyer_id) c.contract_id, c.buyer_id,
        c.share_ppm
    FROM policy_cover c
    WHERE c.contract_id = ANY (%(ids)s::bigint[]) AND c.valid_from_on <= %(on)s
        AND c.policy_id = ANY (%(policy_ids)s::bigint[])
    ORDER BY c.contract_id, c.policy_id, c.buyer_id, c.valid_from_on DESC, c.recorded_at DESC
) latest WHERE share_ppm > 0
ORDER BY contract_id, buyer_id
