-- One row per dispute of the invoices named that an act has lowered because what was disputed went
-- back to the client: by how much.
SELECT d.invoice_id, d.id AS dispute_id, (-sum(t.amount_cents))::bigint AS amount_cents
FROM dispute d
JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
    AND t.act_id = %(act_id)s AND t.kind = 'SETTLED' AND t.evidence = %(evidence)s
WHERE d.contract_id = %(contract_id)s AND d.invoice_id = ANY (%(ids)s::bigint[])
GROUP BY d.invoice_id, d.id ORDER BY d.id
