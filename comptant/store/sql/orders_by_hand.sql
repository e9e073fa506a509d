-- One row per contract asked for of which people have booked on the account of orders by hand: the
-- sum of it.
SELECT e.contract_id, sum(p.amount_cents)::bigint AS amount_cents
FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'ORD'
WHERE e.contract_id = ANY (%(ids)s::bigint[]) AND e.event = 'manual'
GROUP BY e.contract_id
