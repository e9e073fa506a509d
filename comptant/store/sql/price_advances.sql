-- One row per change of an advance whose rate is known now: at which rate, what it charges, by
-- which entry.
UPDATE charged_advance a SET financing_rate_ppm = w.financing_rate_ppm,
    interest_cents = w.interest_cents,
    entry_id = w.entry_id
FROM unnest(%(contract_id)s::bigint[], %(change_id)s::bigint[], %(financing_rate_ppm)s::bigint[],
    %(interest_cents)s::bigint[], %(entry_id)s::bigint[]) w (contract_id, change_id,
        financing_rate_ppm, interest_cents, entry_id)
WHERE a.contract_id = w.contract_id AND a.id = w.change_id AND a.financing_rate_ppm IS NULL
