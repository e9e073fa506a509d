-- One row per buyer of a contract that owes something: the aged balance of its open invoices at a
-- value date as known at an instant, credit notes apart, and what
-- the guarantee holds.
SELECT p.id, p.name, o.currency,
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
    FROM open_on(ARRAY[%(contract_id)s::bigint], %(on)s::date, %(known_at)s::timestamptz)
    UNION ALL
    SELECT contract_id, buyer_id, currency, due_on, 0, open_cents
    FROM guaranteed_on(ARRAY[%(contract_id)s::bigint], %(on)s::date, %(known_at)s::timestamptz)
) o
JOIN buyer_shown p ON p.contract_id = o.contract_id AND p.id = o.buyer_id
GROUP BY p.id, p.name, o.currency
ORDER BY p.name, p.id
