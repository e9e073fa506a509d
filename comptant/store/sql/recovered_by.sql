-- One row per entry by which a payment asked for has paid a debt that the guarantee had taken over,
-- and debt: what of it has not been taken back since, and what of the debt is owed now.
SELECT m.contract_id, m.item_id AS payment_id, p.buyer_id, m.against_id AS invoice_id,
    coalesce(e.reverses_id, e.id) AS entry_id, sum(m.amount_cents)::bigint AS back_cents,
    min(e.value_on) AS value_on, g.guaranteed_cents, g.uncovered_cents, g.factor_open_cents,
    g.client_open_cents
FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
JOIN payment p ON p.contract_id = w.contract_id AND p.id = w.payment_id
JOIN movement m ON m.contract_id = w.contract_id AND m.item_id = w.payment_id
    AND m.account = 'UNAL'
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'recovery'
JOIN guarantee g ON g.contract_id = m.contract_id AND g.invoice_id = m.against_id
GROUP BY m.contract_id, m.item_id, p.buyer_id, m.against_id, coalesce(e.reverses_id, e.id),
    g.guaranteed_cents, g.uncovered_cents, g.factor_open_cents, g.client_open_cents
HAVING sum(m.amount_cents) <> 0
ORDER BY m.contract_id, 5, m.item_id, m.against_id
