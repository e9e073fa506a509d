-- One row per line of financing charge already posted, bills and corrections alike, for the periods
-- that end after a day, the oldest first: its period, what it was computed on; where the charge is
-- taken in advance a bill tells the first day of use, and its period begins where the one before
-- ended.
SELECT c.contract_id, k.currency, CASE WHEN w.is_in_advance AND c.period_from_on IS NULL
    THEN coalesce(
        (SELECT max(p.until_on) FROM charge p WHERE p.contract_id = c.contract_id AND p.code = 'INT'
            AND p.period_from_on IS NULL AND p.until_on < c.until_on),
        (SELECT min(b.value_on) FROM balance b WHERE b.contract_id = c.contract_id))
    ELSE coalesce(c.period_from_on, c.from_on) END AS from_on,
    coalesce(c.period_until_on, c.until_on) AS until_on, c.amount_cents AS billed_interest_cents,
        c.base_cents, c.rate_ppm,
    c.stretches::text AS stretches
FROM unnest(%(contract_id)s::bigint[], %(since_on)s::date[],
    %(is_in_advance)s::boolean[]) w (contract_id, since_on, is_in_advance)
JOIN contract k ON k.id = w.contract_id
JOIN charge c ON c.contract_id = w.contract_id AND c.code = 'INT'
    AND coalesce(c.period_until_on, c.until_on) > w.since_on
ORDER BY c.id
