-- One row per entry that moved some accounts of a contract, with what it moved them by together:
-- debit positive, the latest first.
SELECT e.id, e.key, e.event, e.journal, n.number AS entry_number, e.entry_on, e.value_on,
    p.currency, sum(p.amount_cents)::bigint AS amount_cents
FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
WHERE e.contract_id = %(contract_id)s AND p.account = ANY (%(accounts)s::text[])
GROUP BY e.contract_id, e.id, n.number, p.currency
HAVING sum(p.amount_cents) <> 0
ORDER BY e.value_on DESC, e.id DESC
