-- One row per order that a step debited where its money came from: the entry that says so now, its
-- value date, and the value date of the first that did.
WITH RECURSIVE debited AS (
    SELECT s.contract_id, s.order_id, s.entry_id, s.on_date AS value_on, s.on_date AS first_on,
        0 AS rank
    FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, order_id)
    JOIN payment_order_step s ON s.contract_id = w.contract_id AND s.order_id = w.order_id
        AND s.step = %(step)s
    UNION ALL  -- the same debit on another day: its key names the entry in whose place it stands
    SELECT d.contract_id, d.order_id, e.id, e.value_on, d.first_on, d.rank + 1
    FROM debited d
    JOIN entry e ON e.contract_id = d.contract_id
        AND e.key = 'order/' || d.order_id || '/dated/' || d.entry_id
)
SELECT DISTINCT ON (contract_id, order_id) contract_id, order_id, entry_id, value_on, first_on
FROM debited ORDER BY contract_id, order_id, rank DESC
