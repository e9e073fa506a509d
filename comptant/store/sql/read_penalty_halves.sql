-- One row per part and half-year of a claim of penalties, from the first day late.
SELECT h.paid_on, h.part_kind, h.part_cents, h.half_year_on, h.half_year_late_days,
    h.late_rate_ppm, h.penalty_cents, p.currency
FROM penalty p
CROSS JOIN LATERAL jsonb_to_recordset(p.halves::jsonb) AS h (paid_on date, part_kind text,
    part_cents bigint, half_year_on date, half_year_late_days bigint, late_rate_ppm bigint,
    penalty_cents bigint)
WHERE p.contract_id = %(contract_id)s AND p.id = %(penalty_id)s
ORDER BY h.half_year_on, h.paid_on, h.part_kind
