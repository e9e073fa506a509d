-- One row per bill of a fee for an unpaid item that an act has made and that is not reversed.
SELECT DISTINCT c.contract_id, c.entry_id
FROM charge c
WHERE c.contract_id = %(contract_id)s AND c.act_id = %(act_id)s AND c.code = 'FEE-IMP'
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = c.contract_id
        AND r.reverses_id = c.entry_id)
