-- One row per step by which the account of a contract asked for has repaid a loss since an entry or
-- a payment, and that counts still: its amount, its entry and its value date; the oldest first.
SELECT DISTINCT ON (s.contract_id, s.id) s.contract_id, s.id AS step_id, s.amount_cents,
    e.id AS entry_id, e.value_on
FROM unnest(%(contract_id)s::bigint[], %(since_id)s::bigint[]) w (contract_id, since_id)
JOIN recourse_step_now s ON s.contract_id = w.contract_id AND s.id > w.since_id
    AND s.step = 'REGAINED' AND s.payment_id IS NULL
JOIN entry e ON e.contract_id = s.contract_id AND e.act_id = s.act_id
    AND e.event = 'loss_repaid' AND e.reverses_id IS NULL
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'CCA'
    AND p.amount_cents = s.amount_cents
WHERE NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
ORDER BY s.contract_id, s.id, e.id
