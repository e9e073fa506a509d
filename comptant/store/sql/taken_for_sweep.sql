-- One row: the latest debit of a dedicated account of an amount that was told to be taken by the
-- client, and that nothing has undone.
SELECT e.id, e.value_on, m.id AS movement_id
FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'DEDI'
    AND p.sub_id = %(own_account_id)s AND p.amount_cents = -%(cents)s
JOIN bank_movement m ON m.id = split_part(e.key, '/', 2)::bigint
WHERE e.contract_id = %(contract_id)s AND e.event = 'dedicated_taken' AND e.reverses_id IS NULL
    AND e.value_on >= %(since_on)s
    AND NOT EXISTS (SELECT FROM entry u WHERE u.contract_id = e.contract_id
        AND u.reverses_id = e.id)
ORDER BY e.id DESC LIMIT 1
