-- One row: an account, who asked for it, when it was agreed, and the telephones of its party known
-- before that.
SELECT a.id, a.holder, v.proposed_by, g.agreed_at, coalesce((
        SELECT array_agg(t.value #>> '{}') FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.subject_id = a.party_id
            AND t.name = 'phone' AND t.value <> 'null'
            AND t.act_id < coalesce(v.act_id, a.act_id)), '{}') AS phones
FROM payee_account a
LEFT JOIN approval_decision d ON d.act_id = a.act_id AND d.decision = 'APPROVED'
LEFT JOIN approval v ON v.id = d.approval_id AND v.kind = 'payee_account'
LEFT JOIN LATERAL (SELECT (t.value #>> '{}')::timestamptz AS agreed_at FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id
        AND t.name = 'payee_agreed_at' ORDER BY t.recorded_at DESC LIMIT 1) g ON true
WHERE a.id = %(id)s
LIMIT 1
