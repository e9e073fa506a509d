-- One row: whether a contract has a share of an insurer's policy.
SELECT EXISTS (SELECT FROM allotment l JOIN ceiling c ON c.id = l.ceiling_id
    WHERE l.contract_id = %(contract_id)s AND c.scope = 'INSURER_POLICY') AS is_insured
