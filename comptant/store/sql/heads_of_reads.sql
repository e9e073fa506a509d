-- One row per act that kept the head of the chain of reads and its position, in their order.
SELECT id AS act_id, (answer #>> '{reads,position}')::bigint AS position,
    answer #>> '{reads,head}' AS head
FROM act WHERE operation IN ('seal', 'close_day') AND answer #>> '{reads,head}' IS NOT NULL
    ORDER BY 2, 1
