-- One row per entry of a step about an over-advance, with its amount: of its own contract, and of
-- the other that was set off.
SELECT e.contract_id, e.id, e.event, e.value_on,
    (SELECT max(p.amount_cents) FROM posting p
        WHERE p.contract_id = e.contract_id AND p.entry_id = e.id) AS amount_cents
FROM entry e
WHERE e.contract_id = ANY (%(ids)s::bigint[]) AND e.act_id = %(act_id)s
    AND e.event = ANY (%(events)s::text[]) AND e.reverses_id IS NULL
ORDER BY e.contract_id, e.id
