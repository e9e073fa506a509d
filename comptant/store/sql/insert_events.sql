-- One row per event of an act (its client's own: with the whole answer); and one delivery per event
-- and address that wants to be told of it.
WITH told AS (
    INSERT INTO event (act_id, contract_id, kind, data, for_client)
    SELECT %(act_id)s, e.contract_id, %(kind)s,
        CASE WHEN e.contract_id = 0 OR k.client_id = %(company_id)s THEN e.whole ELSE e.reduced END,
        %(is_told)s OR k.client_id IS NOT DISTINCT FROM %(company_id)s
    FROM unnest(%(contract_ids)s::bigint[], %(whole)s::jsonb[],
        %(reduced)s::jsonb[]) AS e (contract_id, whole, reduced)
    LEFT JOIN contract k ON k.id = e.contract_id
    RETURNING id, contract_id, kind, for_client
)
INSERT INTO delivery (webhook_id, event_id)
SELECT w.id, t.id FROM told t
LEFT JOIN contract k ON k.id = t.contract_id
JOIN webhook w ON w.ended_at IS NULL AND (w.kinds = '{}' OR t.kind = ANY (w.kinds))
JOIN party p ON p.id = w.company_id AND (p.kind = 'FACTOR' OR p.id = k.client_id AND t.for_client)
