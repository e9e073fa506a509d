-- One row per line of an entry, with whether another entry has reversed it.
SELECT e.key, e.event, e.journal, e.value_on, e.reverses_id, p.account, p.sub_id, p.currency,
    p.amount_cents,
    EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id
        AND r.reverses_id = e.id) AS is_reversed
FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s
ORDER BY p.line
