-- One row per remittance of instruments that our bank had not credited whole by a day, of those to
-- be collected between two days: what of it was worth its value date before the second.
SELECT k.id, k.payment_means, k.reference, a.iban, a.currency, min(s.collect_on) AS collect_on,
    min(s.value_on) AS value_on, (%(day)s - min(s.value_on))::bigint AS age_days,
    coalesce(sum(i.amount_cents) FILTER (WHERE s.value_on < %(before_on)s),
        0)::bigint AS amount_cents
FROM instrument_step s
JOIN collection k ON k.id = s.collection_id
JOIN own_account a ON a.id = k.own_account_id
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE s.step = 'REMITTED' AND s.collect_on >= coalesce(%(from_on)s::date, '-infinity')
    AND s.collect_on < %(before_on)s
    AND NOT EXISTS (SELECT FROM instrument_step x
        JOIN entry e ON e.contract_id = x.contract_id AND e.id = x.entry_id
            AND e.entry_on <= %(day)s
        WHERE x.contract_id = s.contract_id AND x.instrument_id = s.instrument_id
            AND x.step IN ('SETTLED', 'RETURNED')
            AND NOT EXISTS (SELECT FROM instrument_step u
                JOIN entry f ON f.contract_id = u.contract_id AND f.id = u.entry_id
                    AND f.entry_on <= %(day)s
                WHERE u.contract_id = x.contract_id
                    AND u.instrument_id = x.instrument_id AND u.step = 'UN' || x.step
                    AND u.turn = x.turn))
GROUP BY k.id, a.id
ORDER BY min(s.value_on), k.id
