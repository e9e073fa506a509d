-- One row per letter of a batch of reminders, in the order of its pages.
SELECT r.id, k.number AS contract_number, b.name AS buyer_name, r.sent_to AS postal_address,
    r.channel, r.language, r.amount_cents, r.currency, encode(p.digest, 'hex') AS digest
FROM reminder r
JOIN contract k ON k.id = r.contract_id
JOIN buyer_shown b ON b.contract_id = r.contract_id AND b.id = r.buyer_id
JOIN paper p ON p.contract_id = r.contract_id AND p.kind = 'REMINDER' AND p.subject_id = r.id
    AND p.act_id = r.done_act_id
WHERE r.done_act_id = %(id)s AND r.state = 'SENT'
ORDER BY r.channel, r.id
