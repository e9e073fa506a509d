-- One row: whether a contract has a share of an insurer's policy, or a policy covers it on a day.
SELECT EXISTS (SELECT FROM allotment l JOIN ceiling c ON c.id = l.ceiling_id
    WHERE l.contract_id = %(contract_id)s AND c.scope = 'INSURER_POLICY')
    OR EXISTS (SELECT FROM policy_cover v WHERE v.contract_id = %(contract_id)s
        AND v.valid_from_on <= %(on)s AND v.share_ppm > 0) AS is_insured
