-- One row per buyer and number of days late: how many payments of invoices came as late as that in
-- the twelve months up to a value date, of a contract (null: of all).
SELECT buyer_id, late_days, count(*)::bigint AS payment_count, sum(cents)::bigint AS paid_cents
FROM (
    SELECT i.buyer_id, (e.value_on - i.due_on)::bigint AS late_days,
        (-sum(m.amount_cents))::bigint AS cents
    FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
        AND m.account = 'DEB' AND m.amount_cents <> 0
    JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id AND i.amount_cents > 0
    WHERE e.entry_on > %(on)s::date - 372 AND e.value_on BETWEEN %(on)s::date - 364
        AND %(on)s::date AND e.event IN ('allocation', 'direct_payment')
        AND (%(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s)
    GROUP BY i.contract_id, m.item_id, i.buyer_id, e.value_on, i.due_on
    HAVING sum(m.amount_cents) < 0
) paid
GROUP BY buyer_id, late_days
ORDER BY buyer_id, late_days
