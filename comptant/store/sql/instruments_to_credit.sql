-- One row per instrument of contracts whose value date has come and that is not credited yet. Read
-- before every
-- draw: the balances of INCO say first whether there is any.
SELECT s.contract_id, i.id, i.payment_means, i.buyer_id, i.currency, i.amount_cents, i.number,
    i.payer_name, i.payer_iban,
    i.remittance_text, s.value_on
FROM (
    SELECT DISTINCT b.contract_id FROM balance b
    WHERE b.contract_id = ANY(%(contract_ids)s) AND b.account = 'INCO' AND b.value_on <= %(on)s
        AND b.amount_cents <> 0
) due
JOIN instrument_step s ON s.contract_id = due.contract_id AND s.step = 'REMITTED'
    AND s.value_on <= %(on)s
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE NOT EXISTS (SELECT FROM instrument_step_now x WHERE x.contract_id = s.contract_id
    AND x.instrument_id = s.instrument_id
        AND x.step IN ('CREDITED', 'RETURNED'))
ORDER BY s.contract_id, s.value_on, i.id
