-- One row per item that the return of instruments has moved in an account, by its entry:
-- what a claim is for, and what is owed of the claim that money of the item had paid.
SELECT e.contract_id, e.id AS entry_id, e.key, e.event, e.value_on, e.reverses_id, k.is_house,
    m.item_id, m.account, m.against_id, m.amount_cents,
    EXISTS (SELECT FROM contract h JOIN payment_order o ON o.contract_id = h.id
        WHERE h.is_house AND o.id = m.against_id) AS is_house_order,
    CASE WHEN e.event = 'claim_paid' THEN (SELECT coalesce(sum(d.amount_cents), 0)
        FROM movement d WHERE d.contract_id = e.contract_id AND d.item_id = m.against_id
            AND d.account = 'DEBD') END::bigint AS owed_cents,
    o.value_on AS first_value_on
FROM entry e
JOIN contract k ON k.id = e.contract_id
JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
LEFT JOIN entry o ON o.contract_id = e.contract_id AND o.id = e.reverses_id
WHERE e.contract_id = ANY (%(contract_ids)s::bigint[]) AND e.act_id = %(act_id)s
ORDER BY e.id, m.item_id, m.against_id
