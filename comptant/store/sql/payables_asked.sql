-- One row per order of early payment: the payable, and the price that its supplier was shown.
SELECT s.contract_id, s.order_id, s.payable_id, s.value_on AS early_on, s.amount_cents,
    s.discount_cents, s.rebate_cents, s.rate_ppm,
    p.supplier_id, p.buyer_id, p.number_key, p.issued_on
FROM unnest(%(contract_id)s::bigint[], %(order_id)s::bigint[]) w (contract_id, order_id)
JOIN payable_step s ON s.contract_id = w.contract_id AND s.order_id = w.order_id
    AND s.step = 'ASKED'
JOIN payable p ON p.contract_id = s.contract_id AND p.id = s.payable_id
ORDER BY s.contract_id, s.order_id
