-- One row per payment that lines of the bank, of these, have taken back, with the entry that did
-- and is not reversed.
SELECT p.contract_id, p.id AS payment_id, p.buyer_id, p.currency, e.id AS reverses_id, e.key,
    e.event, e.value_on, w.movement_id AS bank_movement_id, m.cents
FROM unnest(%(contract_ids)s::bigint[], %(entry_ids)s::bigint[], %(movement_ids)s::bigint[])
    w (contract_id, entry_id, movement_id)
JOIN entry e ON e.contract_id = w.contract_id AND e.id = w.entry_id
JOIN payment p ON p.contract_id = e.contract_id AND p.id = split_part(e.key, '/', 3)::bigint
CROSS JOIN LATERAL (SELECT sum(amount_cents)::bigint AS cents FROM movement
    WHERE contract_id = e.contract_id AND item_id = p.id AND entry_id = e.id AND account = 'UNAL') m
ORDER BY p.contract_id, p.id
