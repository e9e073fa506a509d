-- One row per mail or lot of files that came to a contract (null: all that may be seen), what
-- became of it, and whether its mail was answered.
SELECT a.contract_id, k.number AS contract_number, a.id, a.way, a.sender,
    a.subject AS arrival_subject, a.arrival_state, a.refusal_code, a.remittance_ids, a.accepted,
    a.refused, a.fault_count, a.arrived_at,
    CASE WHEN m.arrival_id IS NULL THEN 'NONE' WHEN m.sent_at IS NOT NULL THEN 'SENT'
        WHEN m.next_at IS NULL THEN 'UNSURE' ELSE 'WAITING' END AS answer_state
FROM arrival a
JOIN contract k ON k.id = a.contract_id
LEFT JOIN mail_answer m ON m.contract_id = a.contract_id AND m.arrival_id = a.id
WHERE %(contract_id)s::bigint IS NULL OR a.contract_id = %(contract_id)s
