-- One row per close that kept the head of the chain of its evening and its position, in their
-- order.
SELECT day, (report #>> '{chain,position}')::bigint AS position, report #>> '{chain,head}' AS head
FROM day_close WHERE report #>> '{chain,head}' IS NOT NULL ORDER BY 2, 1
