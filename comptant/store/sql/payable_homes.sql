-- One row per payable of those asked for: its programme and its supplier.
SELECT id AS payable_id, contract_id, supplier_id FROM payable WHERE id = ANY (%(ids)s::bigint[])
ORDER BY contract_id, id
