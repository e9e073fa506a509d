-- One row: an entry of a contract, the act that booked it, what it reverses and what reverses it.
SELECT e.id, k.number AS contract_number, k.is_house, e.event, e.journal, n.number AS entry_number,
    e.key, e.entry_on, e.value_on, e.booked_at,
    e.reverses_id, (SELECT min(x.id) FROM entry x WHERE x.contract_id = e.contract_id
        AND x.reverses_id = e.id) AS reversed_by_id,
    e.act_id, a.operation, a.key AS act_key, a.at AS acted_at, u.login AS by_login
FROM entry e
JOIN contract k ON k.id = e.contract_id
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
LEFT JOIN act a ON a.id = e.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE e.contract_id = %(contract_id)s AND e.id = %(id)s
