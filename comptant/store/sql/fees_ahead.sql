-- One row per fee that comes by itself in a later month of a contract that ends on a day (the first
-- after), with its cause and the month's last day: as fees_due would bill it then. What is billed,
-- or due today, is left out.
WITH first AS (
    SELECT min(valid_from_on) FILTER (WHERE status NOT IN ('PROSPECT', 'OPENING')) AS first_on
    FROM (SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on, t.value #>> '{}' AS status
        FROM term t
        WHERE t.contract_id = %(contract_id)s AND t.subject = 'CONTRACT'
            AND t.subject_id = %(contract_id)s AND t.name = 'status'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on, t.recorded_at DESC) said
), month AS (  -- today, then each month's end
    SELECT d.on_day, f.first_on, n.years,
        (f.first_on + make_interval(years => n.years))::date AS year_on
    FROM first f CROSS JOIN LATERAL (
        SELECT %(on)s::date AS on_day
        UNION
        SELECT (g + interval '1 month')::date - 1 FROM generate_series(
            date_trunc('month', %(on)s::date), %(ends_on)s::date - 1, '1 month') g
    ) d
    CROSS JOIN LATERAL (
        SELECT extract(year FROM age(d.on_day, f.first_on))::int AS years) n
    WHERE f.first_on <= %(on)s AND d.on_day >= %(on)s
), priced AS (
    SELECT m.*, w.fee_code, w.charge_unit, w.unit_cents[1] AS unit_cents,
        w.charge_ppm[1] AS charge_ppm
    FROM month m CROSS JOIN LATERAL (
        SELECT DISTINCT ON (f.fee_code, f.charge_unit) f.fee_code, f.charge_unit, f.tier_from,
            f.unit_cents, f.charge_ppm
        FROM contract_fee f WHERE f.contract_id = %(contract_id)s AND f.valid_from_on <= m.on_day
            AND f.charge_unit IN ('ONCE', 'MONTH', 'YEAR', 'LINE', 'BUYER')
        ORDER BY f.fee_code, f.charge_unit, f.valid_from_on DESC, f.recorded_at DESC
    ) w
    WHERE cardinality(w.tier_from) > 0
), due AS (
    SELECT p.*, 'once' AS cause, 1::bigint AS unit_count, 0::bigint AS base_cents
    FROM priced p WHERE p.charge_unit = 'ONCE'
    UNION ALL
    SELECT p.*, to_char(p.on_day, 'YYYY-MM'), 1, 0
    FROM priced p WHERE p.charge_unit = 'MONTH'
        AND date_trunc('month', p.on_day)::date < %(ends_on)s
    UNION ALL
    SELECT p.*, 'year ' || p.years + 1, (p.charge_unit = 'YEAR')::int, coalesce((
        SELECT (t.value #>> '{}')::bigint FROM term t WHERE t.contract_id = %(contract_id)s
            AND t.subject = 'CONTRACT' AND t.subject_id = %(contract_id)s AND t.name = 'line_cents'
            AND t.valid_from_on <= p.on_day AND p.charge_unit = 'LINE'
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0)
    FROM priced p WHERE p.charge_unit IN ('YEAR', 'LINE') AND p.year_on < %(ends_on)s
    UNION ALL
    SELECT p.*, 'buyer ' || l.party_id || ' year ' || p.years + 1, 1, 0
    FROM priced p JOIN contract k ON k.id = %(contract_id)s
    JOIN ceiling l ON l.scope = 'CONTRACT_BUYER' AND l.contract_id = k.id
        AND l.currency = k.currency
    WHERE p.charge_unit = 'BUYER' AND p.year_on < %(ends_on)s
        AND ceiling_amount(l.id, p.on_day) > 0
)
SELECT d.* FROM (
    SELECT DISTINCT ON (fee_code, charge_unit, cause) on_day AS billed_on, fee_code, charge_unit,
        cause AS fee_cause, unit_count, base_cents, unit_cents, charge_ppm
    FROM due ORDER BY fee_code, charge_unit, cause, on_day
) d
WHERE d.billed_on > %(on)s AND NOT EXISTS (SELECT FROM fee_billed b
    WHERE b.contract_id = %(contract_id)s AND b.fee_code = d.fee_code
        AND b.charge_unit = d.charge_unit AND b.cause = d.fee_cause)
ORDER BY d.billed_on, d.fee_code, d.charge_unit, d.fee_cause
