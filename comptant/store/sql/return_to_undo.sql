-- One row: the return of an instrument that an entry tells, if it holds, with what may stand in the
-- way of its undoing and the contracts that it has touched.
SELECT s.contract_id, s.instrument_id, s.turn, s.value_on, s.act_id, s.entry_id, s.reason, e.event,
    i.number, i.payment_means, i.buyer_id, i.amount_cents, i.currency, x.payment_id,
    EXISTS (SELECT FROM instrument_step_now d WHERE d.contract_id = s.contract_id
        AND d.instrument_id = s.instrument_id AND d.step = 'DEBITED') AS is_debited,
    (SELECT min(j.id) FROM instrument j WHERE j.payment_means = i.payment_means
        AND j.payer_iban = i.payer_iban AND j.number = i.number
        AND j.presentation > i.presentation
        AND NOT EXISTS (SELECT FROM instrument_step_now z WHERE z.contract_id = j.contract_id
            AND z.instrument_id = j.id AND z.step IN ('RETURNED', 'CANCELLED'))) AS again_id,
    (SELECT array_agg(DISTINCT f.contract_id) FROM entry f
        WHERE f.act_id = s.act_id) AS contract_ids
FROM entry e
JOIN instrument_step_now s ON s.contract_id = e.contract_id AND s.entry_id = e.id
    AND s.step = 'RETURNED'
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
LEFT JOIN instrument_step x ON x.contract_id = s.contract_id AND x.instrument_id = s.instrument_id
    AND x.step = 'CREDITED'
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s
