-- One row per invoice that came in on the day, narrow.
SELECT i.id, i.contract_id, i.buyer_id, i.invoice_number AS number, i.issued_on, i.due_on,
    i.amount_cents
FROM remittance r JOIN invoice i ON i.contract_id = r.contract_id AND i.remittance_id = r.id
WHERE r.posted_on = %(on)s
