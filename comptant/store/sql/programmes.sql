-- One row per contract of those asked for that has payables.
SELECT w.contract_id FROM unnest(%(ids)s::bigint[]) w (contract_id)
WHERE EXISTS (SELECT FROM payable p WHERE p.contract_id = w.contract_id) ORDER BY 1
