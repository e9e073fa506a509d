-- One row per entry by which acts that took statements in have told lines of the bank, and that
-- nothing has undone: its line, and what of it is on an account of ours. Money received is apart.
WITH taken AS (
    SELECT id, on_date FROM act WHERE id = ANY (%(act_ids)s::bigint[])
    UNION
    SELECT id, on_date FROM act
    WHERE operation = 'bank_slice' AND key = ANY (%(slice_keys)s::text[])
), booked AS (
    SELECT e.contract_id, e.id, e.key, e.event, e.value_on, e.act_id
    FROM taken t JOIN entry e ON e.entry_on = t.on_date AND e.act_id = t.id
    WHERE e.reverses_id IS NULL AND (e.key LIKE 'movement/%%' OR e.key LIKE 'order/%%/came_back/%%')
), told AS (
    SELECT CASE WHEN key LIKE 'movement/%%' THEN split_part(key, '/', 2)
        ELSE split_part(key, '/', 4) END::bigint AS movement_id, 0::bigint AS order_id, b.*
    FROM booked b
    UNION ALL
    SELECT s.bank_movement_id, s.order_id, e.contract_id, e.id, e.key, e.event, e.value_on, e.act_id
    FROM payment_order_step_now s
    JOIN entry e ON e.contract_id = s.contract_id AND e.id = s.entry_id
    WHERE s.step = 'EXECUTED' AND s.bank_movement_id = ANY (%(movement_ids)s::bigint[])
)
SELECT t.movement_id, t.order_id, t.contract_id, t.id AS entry_id, t.key, t.event, t.value_on,
    t.act_id, coalesce((SELECT sum(p.amount_cents) FROM posting p
        WHERE p.contract_id = t.contract_id AND p.entry_id = t.id
            AND p.account IN ('BNK', 'DEDI')), 0)::bigint AS bank_cents
FROM told t
WHERE t.movement_id = ANY (%(movement_ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = t.contract_id
        AND r.reverses_id = t.id)
ORDER BY t.contract_id, t.id
