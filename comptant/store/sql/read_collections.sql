-- One row per remittance of instruments to a bank of ours, with what the bank has not credited yet.
SELECT k.id, k.payment_means, k.reference, a.iban, k.remitted_on, k.line_count, k.total_cents,
    a.currency,
    coalesce(sum(i.amount_cents) FILTER (WHERE NOT EXISTS (SELECT FROM instrument_step_now x
        WHERE x.contract_id = s.contract_id
        AND x.instrument_id = s.instrument_id AND x.step IN ('SETTLED', 'RETURNED'))),
            0)::bigint AS open_cents
FROM collection k
JOIN own_account a ON a.id = k.own_account_id
JOIN instrument_step s ON s.collection_id = k.id
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE %(id)s::bigint IS NULL OR k.id = %(id)s
GROUP BY k.id, a.iban, a.currency
ORDER BY k.id DESC
