-- One row: the request for a limit on a buyer that has left or will, and has no answer yet.
SELECT m.id FROM insurer_message m
WHERE m.policy_id = %(policy_id)s AND m.buyer_id = %(buyer_id)s AND m.kind = 'LIMIT'
    AND NOT EXISTS (SELECT FROM insurer_message_step s WHERE s.message_id = m.id
        AND s.step IN ('TAKEN', 'REJECTED', 'WITHDRAWN'))
    AND NOT EXISTS (SELECT FROM insurer_answer a WHERE a.message_id = m.id
        AND a.outcome = 'TAKEN')
ORDER BY m.id LIMIT 1
