-- One row per currency and bucket of lateness: what is open, of a contract; of all contracts, as the last close found it where there is one.
WITH last AS (SELECT day, report FROM day_close WHERE %(contract_id)s::bigint IS NULL ORDER BY day DESC LIMIT 1)
SELECT day AS told_on, x ->> 'currency' AS currency, x ->> 'bucket' AS bucket, (x ->> 'open_cents')::bigint AS open_cents
FROM last CROSS JOIN LATERAL jsonb_array_elements(report -> 'ageing') x
UNION ALL
SELECT %(on)s::date, currency, CASE WHEN amount_cents < 0 THEN 'CN' WHEN due_on >= %(on)s::date THEN 'NE'
    WHEN %(on)s::date - due_on <= 30 THEN 'B1' WHEN %(on)s::date - due_on <= 60 THEN 'B2'
    WHEN %(on)s::date - due_on <= 90 THEN 'B3' ELSE 'B4' END, sum(open_cents)::bigint
FROM invoice
WHERE open_cents <> 0 AND (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s) AND NOT EXISTS (SELECT FROM last)
GROUP BY 1, 2, 3
ORDER BY 2, 3
