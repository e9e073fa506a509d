-- One row: a message of a kind about one of some invoices that stands under a policy.
SELECT m.id FROM insurer_message m
WHERE m.policy_id = %(policy_id)s AND m.kind = %(kind)s AND m.invoice_ids && %(ids)s::bigint[]
    AND NOT EXISTS (SELECT FROM insurer_message_step s WHERE s.message_id = m.id
        AND s.step IN ('REJECTED', 'WITHDRAWN'))
ORDER BY m.id LIMIT 1
