-- One row per invoice or credit note asked for and what has met it and is not taken back: a
-- payment, or an item of the other kind.
SELECT m.item_id, coalesce(e.reverses_id, e.id) AS entry_id, m.against_id,
    (sum(m.amount_cents))::bigint AS amount_cents,
    o.act_id, o.value_on, i.buyer_id, i.invoice_number, p.id AS payment_id,
    CASE WHEN i.amount_cents < 0 THEN i.invoice_number END AS credit_note
FROM movement m
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
JOIN entry o ON o.contract_id = e.contract_id AND o.id = coalesce(e.reverses_id, e.id)
LEFT JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.against_id
LEFT JOIN payment p ON p.contract_id = m.contract_id AND p.id = m.against_id
WHERE m.contract_id = %(contract_id)s AND m.item_id = ANY (%(ids)s::bigint[]) AND m.account = 'DEB'
    AND m.against_id <> 0
GROUP BY m.contract_id, m.item_id, coalesce(e.reverses_id, e.id), m.against_id, o.act_id,
    o.value_on, i.id, i.contract_id, i.buyer_id,
    i.invoice_number, i.amount_cents, p.id
HAVING sum(m.amount_cents) <> 0
ORDER BY 1, 2, 3
