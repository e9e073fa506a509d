-- One row per invoice that the answer to a garnishment prints, as it stood when it was registered:
-- those that it reaches before the others, then the largest; no more than `most`.
SELECT t.invoice_id, i.invoice_number, b.name AS buyer_name, t.transferred_at, t.open_cents,
    i.currency, t.is_reached
FROM garnishment_item t
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
LEFT JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
WHERE t.contract_id = %(contract_id)s AND t.garnishment_id = %(garnishment_id)s
ORDER BY t.is_reached DESC, t.open_cents DESC, t.invoice_id
LIMIT %(most)s
