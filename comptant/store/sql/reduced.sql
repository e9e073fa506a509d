-- One row per open invoice of buyers that what waits of them reduces: by how much.
SELECT i.contract_id, i.id AS invoice_id, i.reduction_cents
FROM unnest(%(contract_id)s::bigint[], %(buyer_id)s::bigint[]) b (contract_id, buyer_id)
JOIN invoice i ON i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id
    AND i.open_cents > 0 AND i.reduction_cents > 0
ORDER BY i.contract_id, i.id
