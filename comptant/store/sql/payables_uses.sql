-- One row per entry by which a sum received has paid approved payables and that has not been taken
-- back: how much of it.
SELECT m.contract_id, m.item_id AS payment_id, m.entry_id, m.amount_cents AS used_cents, e.value_on
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, id)
JOIN movement m ON m.contract_id = w.contract_id AND m.item_id = w.id AND m.account = 'UNAL'
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'payables_paid'
    AND e.reverses_id IS NULL
WHERE NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
ORDER BY m.contract_id, m.entry_id, m.item_id
