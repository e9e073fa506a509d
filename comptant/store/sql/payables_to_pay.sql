-- One row per payable whose supplier is owed money that no order under way brings: paid by the buyer, or bought and the order has failed.
SELECT contract_id, id AS payable_id, supplier_id, currency, owed_supplier_cents FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND owed_supplier_cents > 0
ORDER BY contract_id, due_on, id
