-- One row per act that rows of the books name and that is not there: in which table, how many rows.
WITH named AS MATERIALIZED (
    SELECT 'entry' AS named_by, act_id, count(*) AS row_count FROM entry GROUP BY act_id
    UNION ALL SELECT 'approval', act_id, count(*) FROM approval GROUP BY act_id
    UNION ALL SELECT 'approval_decision', act_id, count(*) FROM approval_decision GROUP BY act_id
    UNION ALL SELECT 'payment_order', act_id, count(*) FROM payment_order GROUP BY act_id
    UNION ALL SELECT 'payment_order_step', act_id, count(*) FROM payment_order_step GROUP BY act_id
    UNION ALL SELECT 'remittance', act_id, count(*) FROM remittance GROUP BY act_id
    UNION ALL SELECT 'day_close', act_id, count(*) FROM day_close GROUP BY act_id
)
SELECT n.act_id, n.named_by, n.row_count FROM named n
WHERE NOT EXISTS (SELECT FROM act a WHERE a.id = n.act_id)
ORDER BY n.act_id, n.named_by
LIMIT %(most)s
