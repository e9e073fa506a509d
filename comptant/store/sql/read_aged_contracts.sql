-- One row per contract and currency in which something is open: the aged balance of all its buyers
-- at a value date as known at an instant, credit notes apart, and what
-- the guarantee holds.
SELECT k.id, k.number AS contract_number, c.name AS client_name, o.currency,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents > 0 AND o.due_on >= %(on)s),
        0)::bigint AS not_due_cents,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents > 0 AND %(on)s::date - o.due_on BETWEEN 1
        AND 30), 0)::bigint AS late_30_cents,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents > 0 AND %(on)s::date - o.due_on BETWEEN 31
        AND 60), 0)::bigint AS late_60_cents,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents > 0 AND %(on)s::date - o.due_on BETWEEN 61
        AND 90), 0)::bigint AS late_90_cents,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents > 0 AND %(on)s::date - o.due_on > 90),
        0)::bigint AS later_cents,
    coalesce(sum(o.open_cents) FILTER (WHERE o.open_cents < 0), 0)::bigint AS notes_cents,
    sum(o.open_cents)::bigint AS open_cents,
    sum(o.guaranteed_cents)::bigint AS guaranteed_cents
FROM (
    SELECT contract_id, buyer_id, currency, due_on, open_cents, 0 AS guaranteed_cents
    FROM open_on(NULL, %(on)s::date, %(known_at)s::timestamptz)
    UNION ALL
    SELECT contract_id, buyer_id, currency, due_on, 0, open_cents
    FROM guaranteed_on(NULL, %(on)s::date, %(known_at)s::timestamptz)
) o
JOIN contract k ON k.id = o.contract_id JOIN party c ON c.id = k.client_id
GROUP BY k.id, k.number, c.name, o.currency
ORDER BY k.number, o.currency
