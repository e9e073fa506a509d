-- One row per contract: the highest it has had assigned at the end of a day of the last twelve
-- months.
SELECT w.contract_id, coalesce((SELECT max(d.running) FROM (
        SELECT value_on, lead(value_on) OVER (ORDER BY value_on) AS until_on, running FROM (
            SELECT value_on, (sum(sum(amount_cents)) OVER (ORDER BY value_on))::bigint AS running
                FROM balance
            WHERE contract_id = w.contract_id AND account = 'DEB' GROUP BY value_on) days) d
    WHERE d.until_on IS NULL OR d.until_on > (%(on)s::date - interval '1 year')), 0) AS peak_cents
FROM unnest(%(ids)s::bigint[]) w (contract_id)
