-- One row for administrators, accountants and auditors per entry that an act booked;
-- `amount_cents`: what its debits come to.
SELECT e.id, e.contract_id, k.number AS contract_number, k.is_house, e.event, e.key, e.journal,
    n.number AS entry_number,
    e.entry_on, e.value_on, k.currency, t.amount_cents
FROM entry e
JOIN contract k ON k.id = e.contract_id
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
LEFT JOIN LATERAL (SELECT sum(p.amount_cents)::bigint AS amount_cents FROM posting p
    WHERE p.contract_id = e.contract_id AND p.entry_id = e.id AND p.amount_cents > 0) t ON true
WHERE (SELECT reading_acts()) AND e.act_id = %(id)s
