-- One row per line of financing charge already posted, bills and corrections alike, for the periods that end after a day, the oldest first: its period, what it was computed on.
SELECT c.contract_id, k.currency, coalesce(c.period_from_on, c.from_on) AS from_on,
    coalesce(c.period_until_on, c.until_on) AS until_on, c.amount_cents AS billed_interest_cents, c.base_cents, c.rate_ppm,
    c.stretches::text AS stretches
FROM unnest(%(contract_id)s::bigint[], %(since_on)s::date[]) w (contract_id, since_on)
JOIN contract k ON k.id = w.contract_id
JOIN charge c ON c.contract_id = w.contract_id AND c.code = 'INT' AND coalesce(c.period_until_on, c.until_on) > w.since_on
ORDER BY c.id
