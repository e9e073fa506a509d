-- One row per payable that its buyer owes and that is due by a day, oldest first: what is still to
-- pay of it.
SELECT y.contract_id, y.id AS payable_id, y.buyer_id, y.is_bought, y.is_defaulted,
    y.open_cents AS due_cents
FROM payable_standing y
WHERE y.contract_id = ANY (%(contract_ids)s::bigint[]) AND y.due_on <= %(on)s AND y.open_cents > 0
ORDER BY y.contract_id, y.due_on, y.id
