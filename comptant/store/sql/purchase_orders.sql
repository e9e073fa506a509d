-- One row per purchase order of those asked for, with what was advanced on it, what is owed, and
-- how it stands.
SELECT o.contract_id, o.id AS purchase_order_id, o.buyer_id, o.order_number, o.expected_on,
    o.currency,
    o.amount_cents AS order_cents, o.order_advanced_cents, o.order_owed_cents, o.is_agreed,
    o.is_refused OR o.is_claimed OR o.is_cancelled AS is_ended
FROM unnest(%(contract_id)s::bigint[], %(purchase_order_id)s::bigint[]) w (contract_id,
    purchase_order_id)
JOIN purchase_order_now o ON o.contract_id = w.contract_id AND o.id = w.purchase_order_id
ORDER BY o.contract_id, o.id
