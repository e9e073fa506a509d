-- One row per approval that waits for an answer; of a kind and subject, nulls ask for all.
SELECT a.id, a.kind, k.number AS contract_number, a.subject_id, coalesce(p.name, h.name) AS party_name,
    a.amount_cents, a.currency, u.login AS proposed_by, a.proposed_at, a.arguments
FROM approval a
JOIN app_user u ON u.id = a.proposed_by
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN party p ON a.kind = 'limit' AND p.id = a.subject_id
LEFT JOIN party h ON a.kind = 'payee_account' AND h.id = (a.arguments ->> 'party_id')::bigint
WHERE NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
    AND (%(kind)s::text IS NULL OR a.kind = %(kind)s) AND (%(subject_id)s::bigint IS NULL OR a.subject_id = %(subject_id)s)
ORDER BY a.id
