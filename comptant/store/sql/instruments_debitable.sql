-- One row per instrument that our bank has credited and may debit again: of one of these amounts,
-- remitted since a day.
SELECT i.contract_id, i.id, i.amount_cents, i.currency, i.number, i.reference AS own_reference,
    k.payment_means,
    k.own_account_id, r.collect_on
FROM instrument i
JOIN instrument_step r ON r.contract_id = i.contract_id AND r.instrument_id = i.id
    AND r.step = 'REMITTED'
JOIN instrument_step_now s ON s.contract_id = i.contract_id AND s.instrument_id = i.id
    AND s.step = 'SETTLED'
JOIN collection k ON k.id = r.collection_id
WHERE i.amount_cents = ANY(%(amounts)s) AND k.own_account_id = ANY(%(own_account_ids)s)
    AND r.on_date >= %(since_on)s
    AND NOT EXISTS (SELECT FROM instrument_step_now x WHERE x.contract_id = i.contract_id
        AND x.instrument_id = i.id
        AND x.step = 'DEBITED')
ORDER BY i.id
