-- One row per file that an entry of a contract comes from: what was remitted, the statement that
-- tells the movement.
SELECT DISTINCT f.name, encode(f.digest, 'hex') AS digest
FROM remittance r JOIN remittance_file f ON f.contract_id = r.contract_id AND f.remittance_id = r.id
WHERE r.contract_id = %(contract_id)s AND r.entry_id = %(id)s
UNION
SELECT d.name, encode(d.digest, 'hex')
FROM movement m
JOIN payment y ON y.contract_id = m.contract_id AND y.id IN (m.item_id, m.against_id)
JOIN bank_movement b ON b.id = y.bank_movement_id
JOIN bank_statement s ON s.id = b.statement_id
JOIN document d ON d.digest = s.digest
WHERE m.contract_id = %(contract_id)s AND m.entry_id = %(id)s
UNION
SELECT d.name, encode(d.digest, 'hex')
FROM entry e
JOIN bank_movement b ON e.key ~ '^movement/[0-9]+$' AND b.id = substr(e.key, 10)::bigint
JOIN bank_statement s ON s.id = b.statement_id
JOIN document d ON d.digest = s.digest
WHERE e.contract_id = %(contract_id)s AND e.id = %(id)s
ORDER BY 1, 2
LIMIT 100
