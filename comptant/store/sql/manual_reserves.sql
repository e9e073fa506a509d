-- One row: what people have decided to hold back on the contract, in force on the day.
SELECT coalesce((SELECT (value)::bigint FROM term
        WHERE contract_id = %(contract_id)s AND subject = 'CONTRACT' AND subject_id = %(contract_id)s
            AND name = 'manual_reserve_cents' AND valid_from_on <= %(on)s
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), 0) AS manual_cents,
    coalesce((SELECT (value)::bigint FROM term
        WHERE contract_id = %(contract_id)s AND subject = 'CONTRACT' AND subject_id = %(contract_id)s
            AND name = 'dilution_reserve_cents' AND valid_from_on <= %(on)s
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), 0) AS dilution_cents
