-- One row per file that we made for a bank, the latest first, whether it has left or not; of a line
-- of the outbox or by its digest, nulls ask for all.
SELECT o.id, o.kind AS outbox_kind, d.name, encode(o.digest, 'hex') AS digest, o.due_at AS kept_at,
    s.count,
    CASE WHEN x.outcome = 'CANCELLED' THEN 'UNSENT' WHEN s.executed = s.count THEN 'EXECUTED'
        ELSE 'SENT' END AS step
FROM outbox o
JOIN document d ON d.digest = o.digest
LEFT JOIN outbox_done x ON x.outbox_id = o.id
LEFT JOIN LATERAL (SELECT nullif(count(*), 0) AS count, count(e.order_id) AS executed
    FROM payment_order_step t
    LEFT JOIN payment_order_step_now e ON e.contract_id = t.contract_id AND e.order_id = t.order_id
        AND e.step = 'EXECUTED'
    WHERE t.step = 'SENT' AND t.digest = o.digest) s ON true
WHERE (%(id)s::bigint IS NULL OR o.id = %(id)s)
    AND (%(digest)s::text IS NULL OR encode(o.digest, 'hex') = %(digest)s)
ORDER BY o.id DESC
