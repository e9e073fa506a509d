-- One row per open invoice of a contract: the instant of its transfer to us, never before the day
-- of the title.
SELECT i.id AS invoice_id, i.buyer_id, i.open_cents,
    greatest(r.received_at, r.posted_on::timestamp AT TIME ZONE 'Europe/Paris') AS transferred_at
FROM invoice i
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0
ORDER BY i.id
