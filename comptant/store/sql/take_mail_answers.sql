-- One row per mail to answer that waits; it counts as begun from here on, and is not begun again.
WITH due AS (
    SELECT contract_id, arrival_id FROM mail_answer WHERE next_at <= %(at)s
    ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE mail_answer m SET next_at = NULL, begun_at = %(at)s, tries = m.tries + 1
    FROM due d WHERE d.contract_id = m.contract_id AND d.arrival_id = m.arrival_id
    RETURNING m.contract_id, m.arrival_id, m.email, m.reply_to, m.tries
)
SELECT t.*, a.subject, a.arrival_state, a.refusal_code, a.remittance_ids, a.accepted, a.refused,
    a.fault_count, k.number AS contract_number, k.currency, p.country AS client_country, f.user_id
FROM taken t
JOIN arrival a ON a.contract_id = t.contract_id AND a.id = t.arrival_id
JOIN contract k ON k.id = t.contract_id
JOIN party p ON p.id = k.client_id
JOIN LATERAL (SELECT user_id FROM feed WHERE contract_id = t.contract_id AND way = 'MAIL'
    AND sender = a.sender ORDER BY recorded_at DESC LIMIT 1) f ON true
ORDER BY t.contract_id, t.arrival_id
