-- One row per event that an address is told of again.
INSERT INTO delivery (webhook_id, event_id, replay_of_id)
SELECT w.id, e.id, (SELECT max(d.id) FROM delivery d WHERE d.webhook_id = w.id
    AND d.event_id = e.id)
FROM webhook w
JOIN party p ON p.id = w.company_id
JOIN event e ON w.kinds = '{}' OR e.kind = ANY (w.kinds)
LEFT JOIN contract k ON k.id = e.contract_id
WHERE w.id = %(webhook_id)s AND e.at >= %(from_at)s AND e.at < %(until_at)s
    AND (p.kind = 'FACTOR' OR k.client_id = p.id AND coalesce(e.for_client, NOT e.data ? 'answer'
        OR EXISTS (SELECT FROM act a WHERE a.id = e.act_id AND a.company_id = p.id)))
ORDER BY e.id
