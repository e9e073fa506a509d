-- One row per order asked for whose money the bank has given back already.
SELECT DISTINCT a.order_id
FROM unnest(%(contract_ids)s::bigint[], %(order_ids)s::bigint[]) AS a (contract_id, order_id)
JOIN entry e ON e.contract_id = a.contract_id AND e.event = 'order_came_back'
    AND e.key LIKE 'order/' || a.order_id || '/came_back/%%'
