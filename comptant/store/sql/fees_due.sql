-- One row per fee of a contract that is due up to a day, cause of it, and stretch of days with one
-- price: how many times, on which base, and each tier of the price. Before the month's last day
-- (%(is_month)s) only what is due once. What came of a day counted after it was counted is counted
-- with the next day (`counted_at`).
WITH said AS (
    SELECT DISTINCT ON (f.contract_id, f.fee_code, f.charge_unit, f.valid_from_on) f.contract_id,
        f.fee_code, f.charge_unit, f.valid_from_on, f.tier_from, f.unit_cents, f.charge_ppm
    FROM contract_fee f
    WHERE f.contract_id = ANY (%(ids)s::bigint[])
        AND (%(is_month)s OR f.charge_unit = 'ONCE')
    ORDER BY f.contract_id, f.fee_code, f.charge_unit, f.valid_from_on, f.recorded_at DESC
), words AS (
    SELECT s.*, least(lead(s.valid_from_on) OVER w, %(on)s::date + 1) AS until_on
    FROM said s WINDOW w AS (PARTITION BY s.contract_id, s.fee_code, s.charge_unit
        ORDER BY s.valid_from_on)
), running AS (
    SELECT o.contract_id, s.first_on, s.ended_on, n.years,
        (s.first_on + make_interval(years => n.years))::date AS year_on
    FROM (SELECT DISTINCT contract_id FROM said) o
    CROSS JOIN LATERAL (
        SELECT min(valid_from_on) FILTER (WHERE status NOT IN ('PROSPECT', 'OPENING')) AS first_on,
            min(valid_from_on) FILTER (WHERE status IN ('RUNOFF', 'CLOSED')) AS ended_on
        FROM (SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on, t.value #>> '{}' AS status
            FROM term t
            WHERE t.contract_id = o.contract_id AND t.subject = 'CONTRACT'
                AND t.subject_id = o.contract_id AND t.name = 'status'
                AND t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on, t.recorded_at DESC) each_day
    ) s
    CROSS JOIN LATERAL (
        SELECT extract(year FROM age(%(on)s::date, s.first_on))::int AS years) n
    WHERE s.first_on <= %(on)s
), priced AS (
    SELECT w.*, r.first_on, r.ended_on, r.years, r.year_on, k.currency,
        w.until_on > %(on)s AS is_last,
        f.from_on, CASE WHEN f.from_on = l.until_on THEN l.counted_at END AS counted_at
    FROM words w JOIN running r ON r.contract_id = w.contract_id
    JOIN contract k ON k.id = w.contract_id
    LEFT JOIN LATERAL (
        SELECT b.until_on, a.at AS counted_at FROM fee_billed b JOIN act a ON a.id = b.act_id
        WHERE b.contract_id = w.contract_id AND b.fee_code = w.fee_code
            AND b.charge_unit = w.charge_unit AND b.until_on IS NOT NULL
        ORDER BY b.until_on DESC LIMIT 1
    ) l ON true
    CROSS JOIN LATERAL (SELECT greatest(w.valid_from_on, r.first_on,
        date_trunc('month', %(on)s::date)::date, l.until_on) AS from_on) f
    WHERE cardinality(w.tier_from) > 0 AND w.valid_from_on <= %(on)s
), due AS (
    SELECT p.*, 'once' AS cause, 1::bigint AS unit_count, 0::bigint AS base_cents,
        0::bigint AS before_cents, NULL::date AS starts_on
    FROM priced p WHERE p.charge_unit = 'ONCE' AND p.is_last
    UNION ALL
    SELECT p.*, to_char(%(on)s::date, 'YYYY-MM'), 1, 0, 0, NULL
    FROM priced p WHERE p.charge_unit = 'MONTH' AND p.is_last
        AND coalesce(p.ended_on, 'infinity') > date_trunc('month', %(on)s::date)::date
    UNION ALL
    SELECT p.*, 'year ' || p.years + 1, (p.charge_unit = 'YEAR')::int, coalesce((
        SELECT (t.value #>> '{}')::bigint FROM term t WHERE t.contract_id = p.contract_id
            AND t.subject = 'CONTRACT' AND t.subject_id = p.contract_id AND t.name = 'line_cents'
            AND t.valid_from_on <= %(on)s AND p.charge_unit = 'LINE'
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0), 0, NULL
    FROM priced p WHERE p.charge_unit IN ('YEAR', 'LINE') AND p.is_last
        AND coalesce(p.ended_on, 'infinity') > p.year_on
    UNION ALL
    SELECT p.*, 'buyer ' || l.party_id || ' year ' || p.years + 1, 1, 0, 0, NULL
    FROM priced p JOIN ceiling l ON l.scope = 'CONTRACT_BUYER' AND l.contract_id = p.contract_id
        AND l.currency = p.currency
    WHERE p.charge_unit = 'BUYER' AND p.is_last AND coalesce(p.ended_on, 'infinity') > p.year_on
        AND ceiling_amount(l.id, %(on)s) > 0
    UNION ALL
    SELECT p.*, p.from_on::text, coalesce(n.times, 0), coalesce(n.cents, 0),
        coalesce(n.before, 0), p.from_on
    FROM priced p
    CROSS JOIN LATERAL (
        SELECT sum(one.times)::bigint AS times, sum(one.cents)::bigint AS cents,
            sum(one.before)::bigint AS before
        FROM (
            -- a limit that the client asked for, or that a remittance has raised
            SELECT count(*) AS times, 0::numeric AS cents, 0::numeric AS before FROM approval a
            JOIN act t ON t.id = a.act_id
            WHERE p.charge_unit = 'REQUEST' AND a.kind = 'limit' AND a.contract_id = p.contract_id
                AND a.arguments ->> 'scope' = 'CONTRACT_BUYER' AND t.operation <> 'propose_limit'
                AND (t.on_date >= p.from_on OR t.at > p.counted_at)
                AND t.on_date < p.until_on
            UNION ALL
            SELECT count(*), 0, 0 FROM dispute d JOIN act t ON t.id = d.act_id
            WHERE p.charge_unit = 'DISPUTE' AND d.contract_id = p.contract_id
                AND (t.on_date >= p.from_on OR t.at > p.counted_at)
                AND t.on_date < p.until_on
            UNION ALL
            SELECT count(*), 0, 0 FROM outbox o
            JOIN outbox_done f ON f.outbox_id = o.id AND f.outcome = 'SENT'
            JOIN act t ON t.id = f.act_id
            WHERE p.charge_unit = 'NOTICE' AND o.contract_id = p.contract_id
                AND o.kind = 'buyer_notice'
                AND (t.on_date >= p.from_on OR t.at > p.counted_at)
                AND t.on_date < p.until_on
            UNION ALL  -- invoices and credit notes, less those withdrawn as sent by mistake
            SELECT sum(CASE WHEN e.event IN ('assignment', 'credit_note') THEN 1 ELSE -1 END
                * CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END), sum(m.amount_cents), 0
            FROM entry e LEFT JOIN act t ON t.id = e.act_id
            JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
                AND m.account = 'DEB'
            WHERE (p.charge_unit IN ('INVOICE', 'ASSIGNED')
                    AND e.event IN ('assignment', 'withdrawal')
                OR p.charge_unit = 'DISPUTE' AND e.event IN ('credit_note',
                    'credit_note_withdrawal'))
                AND e.contract_id = p.contract_id
                AND e.entry_on >= p.from_on - 1 AND e.entry_on < p.until_on
                AND (e.entry_on >= p.from_on OR t.at > p.counted_at)
            UNION ALL
            SELECT CASE p.charge_unit WHEN 'REMITTANCE' THEN count(*) FILTER (
                WHERE r.line_count > 0) ELSE coalesce(sum(r.refused_count), 0) END, 0, 0
            FROM remittance r LEFT JOIN act t ON t.id = r.act_id
            WHERE p.charge_unit IN ('REMITTANCE', 'REFUSED_LINE')
                AND r.contract_id = p.contract_id
                AND r.posted_on >= p.from_on - 1 AND r.posted_on < p.until_on
                AND (r.posted_on >= p.from_on OR t.at > p.counted_at)
            UNION ALL  -- what is undone later is taken back then
            SELECT sum(CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END), sum(l.amount_cents), 0
            FROM entry e LEFT JOIN act t ON t.id = e.act_id
            JOIN posting l ON l.contract_id = e.contract_id AND l.entry_id = e.id
                AND l.account = 'CCA'
            WHERE p.charge_unit = 'DIRECT' AND e.event = 'direct_payment'
                AND e.contract_id = p.contract_id
                AND e.entry_on >= p.from_on - 1 AND e.entry_on < p.until_on
                AND (e.entry_on >= p.from_on OR t.at > p.counted_at)
            UNION ALL
            SELECT count(*), sum(i.amount_cents), 0 FROM instrument_step s
            LEFT JOIN act t ON t.id = s.act_id
            JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
                AND i.payment_means IN ('LCR', 'BOR')
            WHERE p.charge_unit = 'BILL' AND s.contract_id = p.contract_id AND s.step = 'REMITTED'
                AND (s.on_date >= p.from_on OR t.at > p.counted_at)
                AND s.on_date < p.until_on
            UNION ALL
            SELECT count(*), 0, 0 FROM reminder m JOIN act t ON t.id = m.done_act_id
            WHERE p.charge_unit = 'HANDOVER' AND m.contract_id = p.contract_id
                AND m.channel = 'HANDOVER' AND m.state = 'DONE'
                AND (t.on_date >= p.from_on OR t.at > p.counted_at)
                AND t.on_date < p.until_on
            UNION ALL  -- the line less the average of what was used, of the days that had a line
            SELECT 0, greatest(0, round(avg(d.line)) - round(avg(d.used))), 0
            FROM (
                SELECT (SELECT (t.value #>> '{}')::bigint FROM term t
                    WHERE t.contract_id = p.contract_id AND t.subject = 'CONTRACT'
                        AND t.subject_id = p.contract_id AND t.name = 'line_cents'
                        AND t.valid_from_on <= g::date
                    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS line,
                    greatest(0, coalesce((SELECT sum(b.amount_cents) FROM balance b
                        WHERE b.contract_id = p.contract_id AND b.account = ANY (%(accounts)s)
                            AND b.value_on <= g::date), 0)) AS used
                FROM generate_series(p.from_on, least(p.until_on, p.ended_on) - 1, '1 day') g
                WHERE p.charge_unit = 'UNUSED'
            ) d WHERE d.line IS NOT NULL
            UNION ALL  -- what bore the factoring fee, and what had in the year before these days
            SELECT 0, sum(h.base_cents) FILTER (WHERE v.is_now),
                coalesce(sum(h.base_cents) FILTER (WHERE v.is_now IS NOT TRUE), 0)
            FROM charge h JOIN entry e ON e.contract_id = h.contract_id AND e.id = h.entry_id
            LEFT JOIN act t ON t.id = e.act_id
            CROSS JOIN LATERAL (SELECT e.entry_on >= p.from_on
                OR e.entry_on = p.from_on - 1 AND t.at > p.counted_at AS is_now) v
            WHERE p.charge_unit = 'VOLUME' AND h.contract_id = p.contract_id
                AND h.code = 'FEE-AFF' AND e.entry_on < p.until_on
                AND e.entry_on >= date_trunc('year', %(on)s::date)::date
        ) one
    ) n
    WHERE p.charge_unit NOT IN ('ONCE', 'MONTH', 'YEAR', 'LINE', 'BUYER', 'ACT', 'ENDING')
        AND p.from_on < p.until_on AND (n.times <> 0 OR n.cents <> 0)
)
SELECT d.contract_id, d.fee_code, d.charge_unit, d.cause AS fee_cause, d.starts_on AS from_on,
    CASE WHEN d.starts_on IS NOT NULL THEN CASE WHEN d.charge_unit = 'UNUSED'
        THEN least(d.until_on, d.ended_on) ELSE d.until_on END END AS until_on,
    d.unit_count, d.base_cents, d.before_cents, t.tier_from, t.unit_cents, t.charge_ppm
FROM due d
CROSS JOIN LATERAL unnest(d.tier_from, d.unit_cents, d.charge_ppm)
    AS t (tier_from, unit_cents, charge_ppm)
WHERE d.starts_on IS NOT NULL OR NOT EXISTS (SELECT FROM fee_billed b
    WHERE b.contract_id = d.contract_id AND b.fee_code = d.fee_code
        AND b.charge_unit = d.charge_unit AND b.cause = d.cause)
ORDER BY d.contract_id, d.fee_code, d.charge_unit, d.cause, t.tier_from
