-- One row per payment and invoice that it paid on the day, narrow.
SELECT m.against_id AS payment_id, m.item_id AS invoice_id,
    -sum(m.amount_cents)::bigint AS amount_cents
FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
WHERE e.entry_on = %(on)s AND m.account = 'DEB' AND m.against_id <> 0
GROUP BY 1, 2
