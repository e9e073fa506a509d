-- One row per account added to a client that had another: agreed by whom, called back, verified,
-- and when it was first paid.
SELECT k.id AS contract_id, a.party_id, a.id AS account_change_id,
    coalesce(c.agreed_at, t.at) AS changed_at,
    u.used_at, coalesce(c.is_called_back, false) AS is_called_back,
    EXISTS (SELECT FROM approval v JOIN approval_decision w ON w.approval_id = v.id
            AND w.decision = 'APPROVED'
        WHERE w.act_id = a.act_id) AS is_agreed_by_two, c.payee_check
FROM contract k
JOIN payee_account a ON a.party_id = k.client_id
JOIN act t ON t.id = a.act_id
LEFT JOIN LATERAL (
    SELECT min(o.prepared_at) AS used_at FROM payment_order o
    WHERE o.contract_id = k.id AND o.payee_account_id = a.id
) u ON true
LEFT JOIN LATERAL (
    SELECT bool_or(z.name = 'payee_callback' AND z.value ->> 'outcome' = 'CONFIRMED')
            AS is_called_back,
        max(z.value #>> '{}') FILTER (WHERE z.name = 'payee_check') AS payee_check,
        max((z.value #>> '{}')::timestamptz) FILTER (WHERE z.name = 'payee_agreed_at')
            AS agreed_at
    FROM (SELECT DISTINCT ON (name) name, value FROM term
        WHERE contract_id = 0 AND subject = 'ACCOUNT' AND subject_id = a.id
            AND name IN ('payee_callback', 'payee_check', 'payee_agreed_at')
            AND valid_from_on <= %(on)s::date
        ORDER BY name, valid_from_on DESC, recorded_at DESC) z
) c ON true
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND t.on_date > %(from_on)s::date
    AND EXISTS (SELECT FROM payee_account b WHERE b.party_id = a.party_id AND b.id < a.id)
ORDER BY k.id, a.id
