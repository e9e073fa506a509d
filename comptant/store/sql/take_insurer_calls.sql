-- One row per message to some insurers that is due; taken for a while, nobody else asks about it
-- meanwhile, and what waits is written as being sent before it is.
WITH due AS (
    SELECT c.message_id FROM insurer_call c
    JOIN insurer_message m ON m.id = c.message_id
    JOIN policy p ON p.id = m.policy_id
    JOIN party i ON i.id = p.insurer_id AND i.name = ANY (%(insurers)s)
    WHERE c.next_at <= %(at)s
    ORDER BY c.next_at, c.message_id LIMIT %(most)s FOR UPDATE OF c SKIP LOCKED
), taken AS (
    UPDATE insurer_call c SET tries = c.tries + 1,
        state = CASE c.state WHEN 'WAITING' THEN 'SENDING' ELSE c.state END,
        next_at = %(at)s::timestamptz + make_interval(secs => %(lease_seconds)s)
    FROM due d WHERE d.message_id = c.message_id
    RETURNING c.message_id, c.state, c.job, c.tries, c.sent_on
)
SELECT t.message_id, t.state, t.job, t.tries, t.sent_on, m.content, i.name AS insurer_name,
    %(at)s::timestamptz AS at
FROM taken t
JOIN insurer_message m ON m.id = t.message_id
JOIN policy p ON p.id = m.policy_id
JOIN party i ON i.id = p.insurer_id
ORDER BY t.message_id
