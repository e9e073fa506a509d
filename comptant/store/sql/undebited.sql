-- One row per instrument told unpaid by a day, so many days before it, that our bank had credited
-- and not debited again by then.
SELECT i.id, i.payment_means, i.number, k.number AS contract_number, i.currency, i.amount_cents,
    s.on_date AS returned_on, s.entry_id, (%(day)s - s.on_date)::bigint AS age_days
FROM instrument_step s
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
JOIN contract k ON k.id = i.contract_id
WHERE s.step = 'RETURNED' AND s.on_date <= %(day)s::date - %(days)s::int
    AND EXISTS (SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id
        AND x.instrument_id = s.instrument_id AND x.step = 'SETTLED' AND x.on_date <= %(day)s
        AND NOT EXISTS (SELECT FROM instrument_step u WHERE u.contract_id = x.contract_id
            AND u.instrument_id = x.instrument_id AND u.step = 'UNSETTLED' AND u.turn = x.turn
            AND u.on_date <= %(day)s))
    AND NOT EXISTS (SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id
        AND x.instrument_id = s.instrument_id AND x.on_date <= %(day)s
        AND (x.step = 'DEBITED' AND NOT EXISTS (SELECT FROM instrument_step u
                WHERE u.contract_id = x.contract_id AND u.instrument_id = x.instrument_id
                    AND u.step = 'UNDEBITED' AND u.turn = x.turn AND u.on_date <= %(day)s)
            OR x.step = 'UNRETURNED' AND x.turn = s.turn))
ORDER BY s.on_date, i.id
