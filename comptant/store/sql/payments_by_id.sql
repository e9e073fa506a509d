-- One row per sum received that was asked for.
SELECT p.contract_id, p.id, p.bank_movement_id, p.buyer_id, p.value_on, p.currency, p.amount_cents,
    p.open_cents, p.moved_cents
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, id)
JOIN payment p ON p.contract_id = w.contract_id AND p.id = w.id
ORDER BY p.contract_id, p.id
