-- One row per buyer whom reminders know, of a contract (null: of every contract and of the house):
-- the last word on whom to write to.
SELECT DISTINCT ON (c.contract_id, c.buyer_id) c.contract_id, c.buyer_id,
    k.number AS contract_number, p.name AS buyer_name, c.person, c.email, c.phone,
    c.postal_address, c.language, c.is_email_refused, c.source
FROM reminder_contact c
JOIN party p ON p.id = c.buyer_id
LEFT JOIN contract k ON k.id = c.contract_id
WHERE %(contract_id)s::bigint IS NULL OR c.contract_id IN (0, %(contract_id)s)
ORDER BY c.contract_id, c.buyer_id, c.recorded_at DESC
