-- One row per invoice of contracts that was withdrawn and stays so, of those after an id.
SELECT m.contract_id, m.item_id AS invoice_id
FROM entry e
JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id AND m.account = 'DEB'
WHERE e.contract_id = ANY (%(contract_ids)s::bigint[]) AND e.event = 'withdrawal'
    AND e.id > %(first_id)s
GROUP BY m.contract_id, m.item_id HAVING sum(m.amount_cents) <> 0
