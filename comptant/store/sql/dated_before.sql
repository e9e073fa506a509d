-- One row per order that an act has debited on another day: the value date that it had before.
WITH RECURSIVE debited AS (
    SELECT w.contract_id, w.order_id, w.act_id, s.entry_id, s.on_date AS value_on, 0 AS rank,
        NULL::date AS before_on
    FROM unnest(%(contract_ids)s::bigint[], %(order_ids)s::bigint[], %(act_ids)s::bigint[])
        w (contract_id, order_id, act_id)
    JOIN payment_order_step s ON s.contract_id = w.contract_id AND s.order_id = w.order_id
        AND s.step = 'RELEASED'
    UNION ALL  -- as in order_debits
    SELECT d.contract_id, d.order_id, d.act_id, e.id, e.value_on, d.rank + 1, d.value_on
    FROM debited d
    JOIN entry e ON e.contract_id = d.contract_id
        AND e.key = 'order/' || d.order_id || '/dated/' || d.entry_id
), last AS (
    SELECT DISTINCT ON (contract_id, order_id) * FROM debited
    ORDER BY contract_id, order_id, rank DESC
)
SELECT l.contract_id, l.order_id, l.before_on FROM last l
JOIN entry e ON e.contract_id = l.contract_id AND e.id = l.entry_id AND e.act_id = l.act_id
WHERE l.before_on IS NOT NULL
ORDER BY l.contract_id, l.order_id
