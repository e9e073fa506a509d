-- One row per item that an entry moved, and item against it, of which something has not been undone since: its invoice or payment, and what stands in the way of undoing it.
SELECT e.event, e.value_on, m.item_id, m.account, m.against_id, m.amount_cents, i.invoice_number, coalesce(i.buyer_id, y.buyer_id) AS buyer_id,
    i.fingerprint IS NOT NULL AND h.returned_for IS NULL AND (h.contract_id, h.invoice_id) <> (e.contract_id, m.item_id) AS is_assigned_again,
    coalesce((h.contract_id, h.invoice_id) = (e.contract_id, m.item_id) AND h.returned_for IS NOT NULL, false) AS is_returned,
    EXISTS (SELECT FROM guarantee g WHERE g.contract_id = e.contract_id AND g.invoice_id = m.item_id) AS is_guaranteed,
    (SELECT greatest(-sum(a.approved_cents), 0)::bigint FROM movement a
        JOIN entry s ON s.contract_id = a.contract_id AND s.id = a.entry_id AND s.act_id = e.act_id
        WHERE a.contract_id = e.contract_id AND a.item_id = m.item_id) AS approved_lost_cents
FROM entry e
CROSS JOIN LATERAL (
    SELECT n.item_id, n.account, n.against_id, sum(n.amount_cents)::bigint AS amount_cents
    FROM entry x JOIN movement n ON n.contract_id = x.contract_id AND n.entry_id = x.id
    WHERE x.contract_id = e.contract_id AND (x.id = e.id OR x.reverses_id = e.id)
    GROUP BY 1, 2, 3 HAVING sum(n.amount_cents) <> 0
) m
LEFT JOIN invoice i ON i.contract_id = e.contract_id AND i.id = m.item_id
LEFT JOIN payment y ON y.contract_id = e.contract_id AND y.id = m.item_id
LEFT JOIN held h ON h.fingerprint = i.fingerprint
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s AND e.reverses_id IS NULL
ORDER BY m.item_id, m.against_id
