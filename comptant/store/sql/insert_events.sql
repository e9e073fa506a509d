-- One row per event of an act; and one delivery per event and address that wants to be told of it.
WITH told AS (
    INSERT INTO event (act_id, contract_id, kind, data)
    SELECT %(act_id)s, e.contract_id, %(kind)s, e.data
    FROM unnest(%(contract_ids)s::bigint[], %(data)s::jsonb[]) AS e (contract_id, data)
    RETURNING id, contract_id, kind
)
INSERT INTO delivery (webhook_id, event_id)
SELECT w.id, t.id FROM told t
LEFT JOIN contract k ON k.id = t.contract_id
JOIN webhook w ON w.ended_at IS NULL AND (w.kinds = '{}' OR t.kind = ANY (w.kinds))
JOIN party p ON p.id = w.company_id AND (p.kind = 'FACTOR' OR p.id = k.client_id)
