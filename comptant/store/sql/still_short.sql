-- One row per invoice asked for on which money still is of an act that was short of it.
SELECT a.contract_id, a.invoice_id
FROM unnest(%(contract_ids)s::bigint[], %(invoice_ids)s::bigint[]) a (contract_id, invoice_id)
WHERE EXISTS (
    SELECT FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    JOIN entry f ON f.contract_id = e.contract_id AND f.id = coalesce(e.reverses_id, e.id)
    WHERE m.contract_id = a.contract_id AND m.item_id = a.invoice_id AND m.account = 'DEB'
        AND m.against_id <> 0
        AND EXISTS (SELECT FROM dispute d
            JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
                AND t.evidence = %(short)s AND t.act_id = f.act_id
            WHERE d.contract_id = a.contract_id AND d.invoice_id = a.invoice_id)
    GROUP BY f.id HAVING sum(m.amount_cents) < 0
)
