-- One row per open credit note of the buyer of an invoice of a contract.
SELECT n.id, n.invoice_number, n.currency, n.open_cents
FROM invoice i JOIN invoice n ON n.contract_id = i.contract_id AND n.buyer_id = i.buyer_id
    AND n.open_cents < 0
WHERE i.contract_id = %(contract_id)s AND i.id = %(id)s
ORDER BY n.id
LIMIT 200
