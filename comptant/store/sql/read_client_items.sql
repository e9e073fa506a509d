-- One row per invoice, credit note or sum of money that an entry of a contract booked between two
-- days has moved, with its buyer.
SELECT m.entry_id, m.item_id, m.account, sum(m.amount_cents)::bigint AS amount_cents,
    coalesce(i.buyer_id, y.buyer_id) AS buyer_id, q.name AS buyer_name, i.invoice_number,
    i.issued_on
FROM entry e
JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
    AND m.account IN ('DEB', 'DEBD', 'UNAL')
LEFT JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
LEFT JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.item_id
LEFT JOIN buyer_shown q ON q.contract_id = m.contract_id AND q.id = coalesce(i.buyer_id, y.buyer_id)
WHERE e.contract_id = %(contract_id)s AND e.entry_on BETWEEN coalesce(%(from_on)s,
    '-infinity'::date) AND coalesce(%(until_on)s, 'infinity'::date)
GROUP BY m.entry_id, m.item_id, m.account, i.buyer_id, y.buyer_id, q.name, i.invoice_number,
    i.issued_on
ORDER BY m.entry_id, m.item_id
