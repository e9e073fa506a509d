-- One row per sum that a lump debit may be, of those asked for: a payment file sent of late, whole
-- or without the orders said to have failed. One put aside may have left all the same, until its
-- orders are in another.
WITH files AS (
    SELECT s.own_account_id, s.digest, sum(o.amount_cents)::bigint AS whole_cents,
        coalesce(sum(o.amount_cents) FILTER (WHERE NOT t.is_failed), 0)::bigint AS left_cents,
        bool_or(t.is_executed OR s.file_number < t.file_number) AS is_told, min(o.id) AS first_id
    FROM payment_order_step_now s
    JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
    CROSS JOIN LATERAL (
        SELECT bool_or(x.step = 'EXECUTED') AS is_executed,
            bool_or(x.step IN ('REJECTED', 'RETURNED')) AS is_failed,
            max(x.file_number) FILTER (WHERE x.step = 'SENT') AS file_number
        FROM payment_order_step_now x
        WHERE x.contract_id = s.contract_id AND x.order_id = s.order_id
    ) t
    WHERE s.step = 'SENT' AND s.own_account_id = ANY (%(own_account_ids)s::bigint[])
        AND s.on_date >= sent_since(%(booked_on)s)
    GROUP BY s.own_account_id, s.digest
)
SELECT f.own_account_id, f.digest, v.total_cents, v.has_failed,
    upper(replace(split_part(split_part(d.name, '-', 3), '.', 1), ' ', '')) AS name_part
FROM files f JOIN document d ON d.digest = f.digest
CROSS JOIN LATERAL (VALUES (f.whole_cents, true), (f.left_cents, false)) v (total_cents, has_failed)
WHERE v.total_cents = ANY (%(totals)s::bigint[]) AND NOT f.is_told
    AND (v.has_failed OR f.left_cents <> f.whole_cents)
ORDER BY f.first_id
