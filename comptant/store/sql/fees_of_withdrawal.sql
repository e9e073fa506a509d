-- One row per entry that gave back the fees of a withdrawal, but where it or their bill was
-- reversed since: all of that bill is given back already.
SELECT b.id AS entry_id FROM entry b
WHERE b.contract_id = %(contract_id)s AND b.act_id = %(act_id)s AND b.event = 'fee'
    AND b.key LIKE 'withdrawal/%%/fee' AND b.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = b.contract_id
        AND (r.reverses_id = b.id OR r.reverses_id::text = split_part(b.key, '/', 3)))
ORDER BY b.id
