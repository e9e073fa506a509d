-- One row per step of a purchase order, with the invoice that repaid it.
SELECT s.value_on, s.step AS order_state, s.amount_cents, o.currency, i.invoice_number, s.reason
FROM purchase_order_step s
JOIN purchase_order o ON o.contract_id = s.contract_id AND o.id = s.purchase_order_id
LEFT JOIN invoice i ON i.contract_id = s.contract_id AND i.id = s.invoice_id
WHERE s.contract_id = %(contract_id)s AND s.purchase_order_id = %(id)s
ORDER BY s.act_id, s.step, s.invoice_id
