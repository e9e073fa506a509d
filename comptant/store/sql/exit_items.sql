-- One row per day on which what is open is expected to be paid: its due date and the days that its
-- buyer was late for in the last twelve months, tomorrow at the earliest; the fees with no bill yet
-- that come with it, but of deeds that are not signed.
WITH late AS (  -- days late per buyer, weighted by the amounts
    SELECT i.buyer_id, greatest(0, sum((p.paid_on - i.due_on) * i.amount_cents::numeric) /
        sum(i.amount_cents))::int AS days
    -- of the year's money, so that what was paid before is not read; a week more for what is valued
    -- after it is booked
    FROM (
        SELECT m.item_id, max(e.value_on) AS paid_on FROM entry e JOIN movement m
            ON m.contract_id = e.contract_id AND m.entry_id = e.id
        WHERE e.contract_id = %(contract_id)s AND e.entry_on >= %(on)s::date - 372
            AND e.event = 'allocation'
            AND m.account = 'DEB' AND m.amount_cents < 0
        GROUP BY m.item_id HAVING max(e.value_on) BETWEEN %(on)s::date - 365 AND %(on)s::date
    ) p JOIN invoice i ON i.contract_id = %(contract_id)s AND i.id = p.item_id
    WHERE i.open_cents = 0 AND i.amount_cents > 0
    GROUP BY i.buyer_id
)
SELECT greatest(i.due_on + coalesce(l.days, 0), %(on)s::date + 1) AS expected_on,
    sum(i.open_cents)::bigint AS open_cents,
    coalesce(sum(i.fee_cents) FILTER (WHERE i.open_cents > 0 AND i.fee_bill_id IS NULL
        AND NOT EXISTS (SELECT FROM deed_unsigned u WHERE u.contract_id = i.contract_id
            AND u.remittance_id = i.remittance_id)),
        0)::bigint AS fee_cents,
    count(*)::bigint AS invoice_count
FROM invoice i LEFT JOIN late l ON l.buyer_id = i.buyer_id
WHERE i.contract_id = %(contract_id)s AND i.open_cents <> 0
GROUP BY 1 ORDER BY 1
