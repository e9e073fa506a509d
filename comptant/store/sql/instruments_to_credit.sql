-- One row per instrument of a contract whose value date has come and that is not credited yet. Read before every
-- draw: the balances of INCO say first whether there is any.
SELECT i.id, i.payment_means, i.buyer_id, i.currency, i.amount_cents, i.number, i.payer_name, i.payer_iban,
    i.remittance_text, s.value_on
FROM instrument_step s
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE EXISTS (SELECT FROM balance b WHERE b.contract_id = %(contract_id)s AND b.account = 'INCO'
        AND b.value_on <= %(on)s AND b.amount_cents <> 0)
    AND s.contract_id = %(contract_id)s AND s.step = 'REMITTED' AND s.value_on <= %(on)s
    AND NOT EXISTS (SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id AND x.instrument_id = s.instrument_id
        AND x.step IN ('CREDITED', 'RETURNED'))
ORDER BY s.value_on, i.id
