-- One row per open invoice of a buyer of a contract that is told of the assignment, in the order of
-- due dates.
SELECT a.outbox_id, i.invoice_number, i.issued_on, i.due_on, i.open_cents, i.currency
FROM unnest(%(outbox_ids)s::bigint[], %(contract_ids)s::bigint[],
    %(buyer_ids)s::bigint[]) AS a (outbox_id, contract_id, buyer_id)
JOIN invoice i ON i.contract_id = a.contract_id AND i.buyer_id = a.buyer_id AND i.open_cents > 0
ORDER BY a.outbox_id, i.due_on, i.id
