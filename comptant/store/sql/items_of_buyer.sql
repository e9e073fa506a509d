-- One row per invoice, credit note and payment of a buyer of a contract that is open (buyer 0:
-- money of no buyer yet).
SELECT i.contract_id, i.buyer_id, CASE WHEN i.open_cents < 0 THEN 'CREDIT_NOTE'
    ELSE 'INVOICE' END AS item_kind, i.id AS item_id,
    i.advance_class, abs(i.open_cents) AS open_cents, i.ineligible_cents, i.reduction_cents,
        i.approved_cents,
    i.invoice_number, i.due_on
FROM invoice i WHERE i.contract_id = %(contract_id)s AND i.buyer_id = %(buyer_id)s
    AND i.open_cents <> 0
UNION ALL
SELECT y.contract_id, nullif(y.buyer_id, 0), 'PAYMENT', y.id, 'STANDARD', y.open_cents, 0, 0, 0,
    NULL, y.value_on
FROM payment y WHERE y.contract_id = %(contract_id)s AND y.buyer_id = %(buyer_id)s
    AND y.open_cents > 0
ORDER BY 4
