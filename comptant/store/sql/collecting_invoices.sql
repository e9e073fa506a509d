-- One row per invoice asked for and instrument that is to pay it and has not been credited yet: a
-- cheque, a bill or a debit.
SELECT n.invoice_id, v.invoice_number, k.id AS instrument_id, k.payment_means, n.amount_cents,
    EXISTS (SELECT FROM instrument_step s WHERE s.contract_id = k.contract_id
        AND s.instrument_id = k.id AND s.step = 'REMITTED') AS is_remitted
FROM instrument_invoice n
JOIN instrument k ON k.contract_id = n.contract_id AND k.id = n.instrument_id
JOIN invoice v ON v.contract_id = n.contract_id AND v.id = n.invoice_id
WHERE n.contract_id = %(contract_id)s AND n.invoice_id = ANY (%(ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM instrument_step_now s WHERE s.contract_id = k.contract_id
        AND s.instrument_id = k.id AND s.step IN ('CREDITED', 'RETURNED', 'CANCELLED'))
ORDER BY n.invoice_id, k.id
