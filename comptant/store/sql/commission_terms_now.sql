-- One row: the general terms of a broker on a day, and its name.
SELECT p.name AS broker_name, t.base AS commission_base, t.counted AS commission_counted,
    t.rate_ppm, t.one_off_cents,
    t.clawback_days, t.is_disclosed
FROM commission_term t
JOIN party p ON p.id = t.party_id
WHERE t.party_id = %(party_id)s AND t.contract_id = 0 AND t.valid_from_on <= %(on)s
ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
