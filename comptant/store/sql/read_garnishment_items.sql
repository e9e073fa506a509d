-- One row per invoice as it stood when a garnishment was registered: when it had been transferred,
-- and whether the garnishment came before.
SELECT t.invoice_id, i.invoice_number, b.name AS buyer_name, t.transferred_at, t.open_cents,
    i.currency, t.is_reached
FROM garnishment_item t
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
LEFT JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
WHERE t.contract_id = %(contract_id)s AND t.garnishment_id = %(garnishment_id)s
ORDER BY t.invoice_id
