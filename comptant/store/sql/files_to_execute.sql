-- One row per payment file sent of late from the accounts asked for, of one of these totals, none of whose orders has been told.
WITH files AS (
    SELECT s.own_account_id, s.digest, sum(o.amount_cents)::bigint AS total_cents,
        bool_or(EXISTS (SELECT FROM payment_order_step x WHERE x.contract_id = s.contract_id
            AND x.order_id = s.order_id AND x.step IN ('EXECUTED', 'REJECTED', 'RETURNED'))) AS is_told, min(o.id) AS first_id
    FROM payment_order_step s
    JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
    WHERE s.step = 'SENT' AND s.own_account_id = ANY (%(own_account_ids)s::bigint[]) AND s.on_date >= %(since_on)s
    GROUP BY s.own_account_id, s.digest
)
SELECT f.own_account_id, f.digest, f.total_cents,
    upper(replace(split_part(split_part(d.name, '-', 3), '.', 1), ' ', '')) AS name_part
FROM files f JOIN document d ON d.digest = f.digest
WHERE f.total_cents = ANY (%(totals)s::bigint[]) AND NOT f.is_told
ORDER BY f.first_id
