-- One row per telling of an event to an address: what happened, how often it was tried, and what
-- was answered.
SELECT d.id, d.webhook_id, w.url, d.event_id, e.kind AS event_kind, e.at AS happened_at, d.tries,
    d.next_at, d.delivered_at,
    d.last_answer, d.replay_of_id
FROM delivery d JOIN webhook w ON w.id = d.webhook_id LEFT JOIN event e ON e.id = d.event_id
WHERE %(webhook_id)s::bigint IS NULL OR d.webhook_id = %(webhook_id)s ORDER BY d.id
