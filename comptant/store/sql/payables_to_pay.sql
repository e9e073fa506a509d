-- One row per payable whose supplier is owed money that no order under way brings: paid by the
-- buyer, or bought and the order has failed: then paid whole when due. And whether its invoice is
-- bought already under another contract.
SELECT y.contract_id, y.id AS payable_id, y.supplier_id, y.currency, y.owed_supplier_cents,
    EXISTS (SELECT FROM held h WHERE h.returned_for IS NULL
        AND (h.contract_id, h.invoice_id) <> (y.contract_id, y.id)
        AND h.fingerprint = payable_fingerprint(y.supplier_id, y.buyer_id, y.number_key,
            y.issued_on, y.amount_cents)) AS is_held
FROM payable_standing y
WHERE y.contract_id = ANY (%(contract_ids)s::bigint[]) AND y.owed_supplier_cents > 0
    AND y.due_on <= %(on)s
ORDER BY y.contract_id, y.due_on, y.id
