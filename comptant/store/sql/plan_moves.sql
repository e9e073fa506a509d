-- One row per kind of event booked on a contract since an entry: what it did to the current
-- account, in favour of the client above zero.
SELECT e.event, (-sum(p.amount_cents))::bigint AS cents
FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
    AND p.account = 'CCA'
WHERE e.contract_id = %(contract_id)s AND e.id > %(since_id)s
GROUP BY e.event ORDER BY e.event
