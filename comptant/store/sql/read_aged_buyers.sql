-- One row per buyer of a contract that owes something: the aged balance of its open invoices on the
-- day, credit notes apart.
SELECT p.id, p.name, i.currency,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND i.due_on >= %(on)s),
        0)::bigint AS not_due_cents,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND %(on)s::date - i.due_on BETWEEN 1
        AND 30), 0)::bigint AS late_30_cents,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND %(on)s::date - i.due_on BETWEEN 31
        AND 60), 0)::bigint AS late_60_cents,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND %(on)s::date - i.due_on BETWEEN 61
        AND 90), 0)::bigint AS late_90_cents,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND %(on)s::date - i.due_on > 90),
        0)::bigint AS later_cents,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents < 0), 0)::bigint AS notes_cents,
    sum(i.open_cents)::bigint AS open_cents
FROM invoice i JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
WHERE i.contract_id = %(contract_id)s AND i.open_cents <> 0
GROUP BY p.id, p.name, i.currency
ORDER BY p.name, p.id
