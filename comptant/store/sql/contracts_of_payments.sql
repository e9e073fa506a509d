-- One row per payment named by its id alone, with its contract.
SELECT p.contract_id, p.id FROM contract k JOIN payment p ON p.contract_id = k.id
WHERE p.id = ANY (%(ids)s::bigint[]) ORDER BY p.contract_id, p.id
