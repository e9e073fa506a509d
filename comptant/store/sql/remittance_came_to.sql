-- One row per contract: what was approved of some of its invoices, and how many are not financed.
SELECT i.contract_id, coalesce(sum(i.approved_cents), 0)::bigint AS approved_cents,
    count(i.hold) AS not_fundable
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS d (contract_id, id)
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.id
WHERE i.amount_cents > 0
GROUP BY i.contract_id
