-- One row per message to an insurer, or one by its id: how it stands, and what carries it.
SELECT m.id, m.policy_id, p.policy_number, p.insurer_id, i.name AS insurer_name,
    m.kind AS message_kind, m.contract_id, k.number AS contract_number, m.buyer_id,
    b.name AS buyer_name, p.currency, (m.content ->> 'amount_cents')::bigint AS amount_cents,
    m.written_on, m.content ->> 'reference' AS reference,
    coalesce(o.step, s.step, 'WRITTEN') AS message_state, coalesce(s.step_on, c.sent_on)
        AS sent_on, o.step_on AS answered_on, o.reference AS insurer_reference,
    nullif(o.reason, '') AS reason, nullif(o.refusal, '') AS refusal, c.state AS call_state,
    c.tries, nullif(c.last_answer, '') AS last_answer, m.invoice_ids, m.content
FROM insurer_message m
JOIN policy p ON p.id = m.policy_id
JOIN insurer_call c ON c.message_id = m.id
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN party b ON b.id = m.buyer_id
LEFT JOIN contract k ON k.id = m.contract_id
LEFT JOIN insurer_message_step s ON s.message_id = m.id AND s.step = 'SENT'
LEFT JOIN insurer_message_step o ON o.message_id = m.id AND o.step <> 'SENT'
WHERE %(id)s::bigint IS NULL OR m.id = %(id)s
ORDER BY m.id DESC
