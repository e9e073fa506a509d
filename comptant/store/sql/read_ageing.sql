-- One row per currency and bucket of lateness: what is open, of a contract; of all contracts, as
-- the last close found it, or now in a currency of which it found nothing.
WITH last AS (SELECT day, report FROM day_close WHERE %(contract_id)s::bigint IS NULL
    ORDER BY day DESC LIMIT 1),
closed AS (SELECT day, x ->> 'currency' AS currency, x ->> 'bucket' AS bucket,
    (x ->> 'open_cents')::bigint AS open_cents
    FROM last CROSS JOIN LATERAL jsonb_array_elements(report -> 'ageing') x),
missing AS (  -- currencies in which something is open and the close knew of nothing
    SELECT DISTINCT currency FROM exposure WHERE outstanding_cents <> 0
        OR unapplied_credit_cents <> 0
    EXCEPT SELECT currency FROM closed)
SELECT day AS told_on, currency, bucket, open_cents FROM closed
UNION ALL
SELECT %(on)s::date, currency, CASE WHEN amount_cents < 0 THEN 'CN' WHEN due_on >= %(on)s::date
    THEN 'NE'
    WHEN %(on)s::date - due_on <= 30 THEN 'B1' WHEN %(on)s::date - due_on <= 60 THEN 'B2'
    WHEN %(on)s::date - due_on <= 90 THEN 'B3' ELSE 'B4' END, sum(open_cents)::bigint
-- asked of all once: most days nothing is missing
FROM open_on(CASE WHEN %(contract_id)s::bigint IS NOT NULL THEN ARRAY[%(contract_id)s::bigint]
    WHEN (SELECT count(*) = 0 FROM missing) THEN '{}'::bigint[] END, %(on)s::date, NULL)
WHERE %(contract_id)s::bigint IS NOT NULL OR currency IN (SELECT currency FROM missing)
GROUP BY 1, 2, 3
ORDER BY 2, 3
