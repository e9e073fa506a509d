-- One row per purchase order on which something is owed and that an invoice of the list names: same
-- contract, buyer and number.
SELECT w.contract_id, w.invoice_id, o.id AS purchase_order_id, o.order_owed_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(buyer_id)s::bigint[],
    %(order_reference)s::text[])
    w (contract_id, invoice_id, buyer_id, order_reference)
JOIN purchase_order_now o ON o.contract_id = w.contract_id AND o.buyer_id = w.buyer_id
    AND o.number_key = upper(regexp_replace(w.order_reference, '[^A-Za-z0-9]', '', 'g'))
WHERE o.order_owed_cents > 0
ORDER BY o.contract_id, o.id, w.invoice_id
