-- One row per stretch of terms of a contract that a broker brought: what was billed in it, and what
-- decides what of it counts.
WITH mandated AS (
    -- Said again for days of it, a mandate is replaced; signed after its end, it is another one.
    SELECT m.contract_id, m.party_id, k.currency,
        range_agg(daterange(m.signed_on, m.until_on, '[]')) AS days
    FROM broker_mandate m
    JOIN contract k ON k.id = m.contract_id
    WHERE NOT EXISTS (SELECT FROM broker_mandate n WHERE n.contract_id = m.contract_id
        AND n.party_id = m.party_id AND n.recorded_at > m.recorded_at
        AND daterange(n.signed_on, n.until_on, '[]') && daterange(m.signed_on, m.until_on, '[]'))
    GROUP BY 1, 2, 3
), billed AS (
    SELECT m.contract_id, m.party_id, m.currency, b.value_on, b.account, b.amount_cents,
        t.id AS term_id
    FROM mandated m
    JOIN balance b ON b.contract_id = m.contract_id AND b.account IN ('FEE', 'INT', 'ACCR')
        AND b.currency = m.currency
        AND b.value_on <= %(on)s AND b.value_on <@ m.days
    CROSS JOIN LATERAL (SELECT x.id FROM commission_term x
        WHERE x.party_id = m.party_id AND x.contract_id IN (0, m.contract_id)
            AND x.valid_from_on <= b.value_on
        ORDER BY x.contract_id DESC, x.valid_from_on DESC, x.recorded_at DESC LIMIT 1) t
), summed AS (
    SELECT contract_id, party_id, currency, term_id,
        coalesce(-sum(amount_cents) FILTER (WHERE account = 'FEE'), 0)::bigint AS fee_billed_cents,
        -- what has run up and is not billed yet is in both accounts
        coalesce(-sum(amount_cents) FILTER (WHERE account <> 'FEE'),
            0)::bigint AS charge_billed_cents
    FROM billed GROUP BY 1, 2, 3, 4
)
SELECT s.contract_id, s.party_id, s.currency, t.vat_class, t.valid_from_on,
    t.base AS commission_base,
    t.counted AS commission_counted, t.rate_ppm, t.one_off_cents, t.clawback_days,
        s.fee_billed_cents, s.charge_billed_cents,
    CASE WHEN t.counted = 'COLLECTED'
        THEN (SELECT greatest(coalesce(sum(b.amount_cents), 0), 0)::bigint FROM balance b
        WHERE b.contract_id = s.contract_id AND b.account IN ('CCA', 'FDG')
            AND b.currency = s.currency
            AND b.value_on <= %(on)s) ELSE 0 END AS client_debit_cents,
    (SELECT min(x.valid_from_on) FROM term x WHERE x.contract_id = s.contract_id
        AND x.subject = 'CONTRACT'
        AND x.subject_id = s.contract_id) AS begun_on,
    (SELECT CASE WHEN x.value = '"CLOSED"' THEN x.valid_from_on END FROM term x
        WHERE x.contract_id = s.contract_id
        AND x.subject = 'CONTRACT' AND x.subject_id = s.contract_id AND x.name = 'status'
            AND x.valid_from_on <= %(on)s
        ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1) AS closed_for_good_on
FROM summed s
JOIN commission_term t ON t.id = s.term_id
ORDER BY s.contract_id, s.party_id, t.valid_from_on, t.id
