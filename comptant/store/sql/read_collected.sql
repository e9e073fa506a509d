-- One row per contract, currency and day: what was paid between two value dates of
-- invoices that were assigned before, of a contract (null: of all).
SELECT i.contract_id, i.currency, e.value_on AS paid_on,
    (-sum(m.amount_cents))::bigint AS paid_cents
FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
    AND m.account = 'DEB' AND m.amount_cents <> 0
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id AND i.amount_cents > 0
WHERE e.entry_on > %(from_on)s::date - 7 AND e.value_on > %(from_on)s AND e.value_on <= %(until_on)s
    AND e.event IN ('allocation', 'direct_payment')
    AND (%(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s)
    AND EXISTS (SELECT FROM movement a JOIN entry b ON b.contract_id = a.contract_id
        AND b.id = a.entry_id WHERE a.contract_id = i.contract_id AND a.item_id = i.id
        AND a.amount_cents > 0 AND a.account = 'DEB' AND b.value_on <= %(from_on)s)
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
