-- One row: whether a policy covers anything of a contract on a day.
SELECT EXISTS (SELECT FROM (
    SELECT DISTINCT ON (c.policy_id, c.buyer_id) c.share_ppm FROM policy_cover c
    WHERE c.contract_id = %(contract_id)s AND c.valid_from_on <= %(on)s
    ORDER BY c.policy_id, c.buyer_id, c.valid_from_on DESC, c.recorded_at DESC
) x WHERE x.share_ppm > 0) AS is_covered
