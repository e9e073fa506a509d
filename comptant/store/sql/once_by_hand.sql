-- One row per contract asked for and account on which people have booked by hand: the sum of it.
SELECT e.contract_id, p.account, sum(p.amount_cents)::bigint AS amount_cents
FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
    AND p.account = ANY (%(accounts)s::text[])
WHERE e.contract_id = ANY (%(ids)s::bigint[]) AND e.event = 'manual'
GROUP BY e.contract_id, p.account
