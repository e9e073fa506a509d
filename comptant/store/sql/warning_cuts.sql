-- One row per buyer and currency with a limit: what its limits (of insurers, of our own ceilings)
-- come to on a day, and the most that each of them was since another.
WITH said AS (
    SELECT l.policy_id AS of_id, l.buyer_id, p.currency, l.amount_cents, l.valid_from_on,
        l.recorded_at
    FROM policy_limit l JOIN policy p ON p.id = l.policy_id
    WHERE l.valid_from_on <= %(on)s::date AND (l.until_on IS NULL OR l.until_on >= %(from_on)s)
    UNION ALL
    SELECT c.id, c.party_id, c.currency, (t.value)::bigint, t.valid_from_on, t.recorded_at
    FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id
        AND t.name = 'amount_cents' AND t.valid_from_on <= %(on)s::date
    WHERE c.scope IN ('CONTRACT_BUYER', 'BUYER')
), ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY of_id, buyer_id, currency
            ORDER BY valid_from_on DESC, recorded_at DESC) AS place,
        lead(valid_from_on) OVER (PARTITION BY of_id, buyer_id, currency
            ORDER BY valid_from_on, recorded_at) AS next_on
    FROM said s
), lines AS (
    SELECT of_id, buyer_id, currency,
        max(amount_cents) FILTER (WHERE next_on IS NULL OR next_on > %(from_on)s::date) AS peak,
        max(amount_cents) FILTER (WHERE place = 1) AS now
    FROM ranked GROUP BY of_id, buyer_id, currency
)
SELECT buyer_id, currency, sum(peak)::bigint AS peak_cents, sum(now)::bigint AS limit_cents
FROM lines
GROUP BY buyer_id, currency
ORDER BY buyer_id, currency
