-- One row: the entry of the balance that stood on an account before its first statement, under one
-- of its keys, that nothing has undone.
SELECT e.id AS entry_id, e.event, e.value_on, (SELECT sum(p.amount_cents) FROM posting p
        WHERE p.contract_id = e.contract_id AND p.entry_id = e.id
            AND p.account IN ('BNK', 'DEDI'))::bigint AS bank_cents
FROM entry e
WHERE e.contract_id = %(contract_id)s AND e.key = ANY (%(keys)s::text[])
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id
        AND r.reverses_id = e.id)
