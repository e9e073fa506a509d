-- One row per contract asked for: the days of the year up to a day in which it ran, the annual
-- minimum agreed for each of them, summed, and the fees billed in that year, before VAT (what is
-- billed on a closed day has the date of the next).
SELECT w.contract_id, greatest(0, r.until_on - r.from_on)::bigint AS in_force_days,
    coalesce(m.numbers, 0)::bigint AS minimum_numbers,
    coalesce(f.cents, 0)::bigint AS billed_fee_cents
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN LATERAL (
    SELECT min(valid_from_on) FILTER (WHERE status NOT IN ('PROSPECT', 'OPENING')) AS first_on,
        min(valid_from_on) FILTER (WHERE status IN ('RUNOFF', 'CLOSED')) AS ended_on
    FROM (SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on, t.value #>> '{}' AS status
        FROM term t
        WHERE t.contract_id = w.contract_id AND t.subject = 'CONTRACT'
            AND t.subject_id = w.contract_id AND t.name = 'status'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on, t.recorded_at DESC) said
) s
CROSS JOIN LATERAL (
    SELECT greatest(date_trunc('year', %(on)s::date)::date,
            coalesce(s.first_on, %(on)s::date + 1)) AS from_on,
        least(%(on)s::date + 1, coalesce(s.ended_on, 'infinity'::date)) AS until_on
) r
LEFT JOIN LATERAL (
    SELECT sum(a.cents * greatest(0, least(r.until_on, coalesce(a.next_on, 'infinity'::date))
        - greatest(r.from_on, a.valid_from_on))) AS numbers
    FROM (SELECT valid_from_on, cents, lead(valid_from_on) OVER (ORDER BY valid_from_on) AS next_on
        FROM (SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on,
                coalesce((t.value #>> '{}')::bigint, 0) AS cents
            FROM term t
            WHERE t.contract_id = w.contract_id AND t.subject = 'CONTRACT'
                AND t.subject_id = w.contract_id AND t.name = 'annual_minimum_cents'
                AND t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on, t.recorded_at DESC) said) a
) m ON true
LEFT JOIN LATERAL (
    SELECT sum(c.amount_cents) AS cents
    FROM charge c JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id
    WHERE c.contract_id = w.contract_id AND c.code IN ('FEE-AFF', 'FEE-INV', 'FEE-MIN',
        'FEE-TIE')
        AND e.entry_on >= date_trunc('year', %(on)s::date)
        AND e.entry_on < date_trunc('year', %(on)s::date) + interval '1 year'
) f ON true
