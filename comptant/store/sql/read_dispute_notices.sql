-- One row per notice of a dispute to a client, of a contract or of all, the latest first.
SELECT n.id, n.contract_id, k.number AS contract_number, n.dispute_id, i.invoice_number,
    b.name AS buyer_name, d.code AS dispute_code, d.disputed_on, n.noticed_on, n.defund_from_on,
    n.amount_cents, i.currency, encode(n.digest, 'hex') AS digest
FROM dispute_notice n
JOIN dispute d ON d.contract_id = n.contract_id AND d.id = n.dispute_id
JOIN contract k ON k.id = n.contract_id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
WHERE (%(contract_id)s::bigint IS NULL OR n.contract_id = %(contract_id)s)
ORDER BY n.id DESC
