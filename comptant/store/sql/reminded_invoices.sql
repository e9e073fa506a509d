-- One row per invoice named: its number and dates, as a reminder tells them, and why nothing of it
-- is owed to us where nothing is: a claim has taken it over, it was given back to the client, or it
-- is paid.
SELECT i.contract_id, i.id AS invoice_id, i.invoice_number, i.issued_on, i.due_on,
    i.amount_cents, i.currency, coalesce(
        (SELECT 'under_claim' FROM claim_item t WHERE t.contract_id = i.contract_id
            AND t.invoice_id = i.id AND t.owed_cents > 0 LIMIT 1),
        (SELECT 'given_back' FROM movement m
            JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
                AND e.event = 'reassignment'
            WHERE m.contract_id = i.contract_id AND m.item_id = i.id AND m.account = 'DEB'
            HAVING sum(m.amount_cents) < 0), 'paid') AS reminder_stop
FROM unnest(%(contract_ids)s::bigint[], %(invoice_ids)s::bigint[]) AS n (contract_id, id)
JOIN invoice i ON i.contract_id = n.contract_id AND i.id = n.id
ORDER BY i.due_on, i.id
