-- One row per contract whose last act is of a later day: what it looks like now is not what it was
-- at the end of that day.
SELECT w.contract_id
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN LATERAL (SELECT a.on_date FROM event e JOIN act a ON a.id = e.act_id
    WHERE e.contract_id = w.contract_id ORDER BY e.id DESC LIMIT 1) l
WHERE l.on_date > %(on)s
