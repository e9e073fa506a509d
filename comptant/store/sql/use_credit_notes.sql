-- One row per credit note of which a part has met an invoice.
UPDATE invoice i SET open_cents = i.open_cents + n.amount_cents
FROM (SELECT note_id, sum(amount_cents)::bigint AS amount_cents FROM note_change GROUP BY note_id) n
WHERE i.contract_id = %(contract_id)s AND i.id = n.note_id
