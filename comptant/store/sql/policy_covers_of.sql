-- One row per word on what policies cover of a contract, in the order in which they were said.
SELECT policy_id, buyer_id, valid_from_on, layer, share_ppm
FROM policy_cover WHERE contract_id = %(contract_id)s ORDER BY recorded_at
