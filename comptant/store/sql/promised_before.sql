-- One row per promise of a buyer by a link about an invoice named, whatever became of it.
SELECT DISTINCT p.id FROM promise p
JOIN promise_line l ON l.contract_id = p.contract_id AND l.promise_id = p.id
WHERE p.contract_id = %(contract_id)s AND p.buyer_id = %(buyer_id)s
    AND l.invoice_id = ANY (%(invoice_ids)s::bigint[]) AND p.evidence LIKE 'link %%'
