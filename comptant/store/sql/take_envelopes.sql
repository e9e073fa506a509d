-- One row per envelope that is due, with its paper and who signs it; taken for a while: nobody else
-- asks about it meanwhile.
WITH due AS (
    SELECT contract_id, signature_id FROM envelope WHERE next_at <= %(at)s
    ORDER BY next_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE envelope e SET tries = e.tries + 1,
        next_at = %(at)s + make_interval(secs => %(lease_seconds)s)
    FROM due d WHERE d.contract_id = e.contract_id AND d.signature_id = e.signature_id
    RETURNING e.contract_id, e.signature_id, e.reference, e.state, e.tries
)
SELECT t.contract_id, t.signature_id, t.reference, t.state, t.tries, s.name, s.signatory,
    s.language, s.last_on, s.outcome,
    d.content, s.digest, p.email, p.phone
FROM taken t
JOIN signature_now s ON s.contract_id = t.contract_id AND s.id = t.signature_id
JOIN document d ON d.digest = s.digest
JOIN power p ON p.id = s.power_id
ORDER BY t.contract_id, t.signature_id
