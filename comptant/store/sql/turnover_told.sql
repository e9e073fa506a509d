-- One row: a message with the turnover of a policy's period that stands.
SELECT m.id FROM insurer_message m
WHERE m.policy_id = %(policy_id)s AND m.kind = 'TURNOVER'
    AND (m.content ->> 'until_on')::date = %(until_on)s
    AND NOT EXISTS (SELECT FROM insurer_message_step s WHERE s.message_id = m.id
        AND s.step IN ('REJECTED', 'WITHDRAWN'))
ORDER BY m.id LIMIT 1
