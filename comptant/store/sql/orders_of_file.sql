-- One row per order of the one payment file that a lump debit pays: same total, none of it executed, the file named or the only one.
WITH files AS (
    SELECT s.digest, d.name, sum(o.amount_cents) AS total_cents,
        bool_or(EXISTS (SELECT FROM payment_order_step x WHERE x.contract_id = s.contract_id
            AND x.order_id = s.order_id AND x.step IN ('EXECUTED', 'REJECTED', 'RETURNED'))) AS is_told
    FROM payment_order_step s JOIN document d ON d.digest = s.digest
    JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
    WHERE s.step = 'SENT' AND s.own_account_id = %(own_account_id)s
    GROUP BY s.digest, d.name
), fitting AS (
    SELECT digest, count(*) OVER () AS choices,
        position(upper(replace(split_part(split_part(name, '-', 3), '.', 1), ' ', '')) IN upper(%(text)s || %(reference)s)) > 0 AS is_named
    FROM files WHERE total_cents = %(total_cents)s AND NOT is_told
), chosen AS (
    SELECT digest FROM fitting WHERE choices = 1 OR is_named LIMIT 1
)
SELECT o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id, o.end_to_end_reference, '{}'::text[] AS steps
FROM chosen c JOIN payment_order_step s ON s.digest = c.digest AND s.step = 'SENT'
JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
ORDER BY o.id
