-- One row per buyer of invoices that go back to the client: told to pay the client from now on.
INSERT INTO outbox (kind, contract_id, payload, due_at, act_id)
SELECT 'return_notice', i.contract_id, jsonb_build_object('buyer_id', i.buyer_id,
        'invoice_ids', jsonb_agg(i.id ORDER BY i.id),
        'invoice_numbers', jsonb_agg(i.invoice_number ORDER BY i.id)), %(due_at)s, %(act_id)s
FROM invoice i
WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(invoice_ids)s::bigint[])
GROUP BY i.contract_id, i.buyer_id
ORDER BY i.buyer_id
RETURNING contract_id
