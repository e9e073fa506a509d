-- One row per line of the entries that an act under way has booked, with the contract they are on.
SELECT k.number AS contract_number, k.is_house, e.event, e.journal, e.value_on, p.account,
    p.currency, p.amount_cents
FROM entry e
JOIN contract k ON k.id = e.contract_id
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
WHERE e.id > %(act_id)s AND e.act_id = %(act_id)s
ORDER BY e.id, p.line
