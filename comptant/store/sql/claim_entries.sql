-- One row per entry by which an act moved debts and money of claims, the last first.
SELECT e.id, e.event, e.value_on
FROM entry e
WHERE e.contract_id = %(contract_id)s AND e.act_id = %(act_id)s
    AND e.event = ANY (%(events)s::text[]) AND e.reverses_id IS NULL
ORDER BY e.id DESC
