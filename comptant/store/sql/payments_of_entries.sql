-- One row per sum received that some entries have used for approved payables.
SELECT m.contract_id, m.item_id AS payment_id, m.entry_id, m.amount_cents AS used_cents, p.buyer_id
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, id)
JOIN movement m ON m.contract_id = w.contract_id AND m.entry_id = w.id AND m.account = 'UNAL'
JOIN payment p ON p.contract_id = m.contract_id AND p.id = m.item_id
ORDER BY m.contract_id, m.entry_id, m.item_id
