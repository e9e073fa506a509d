-- One row per statement of our accounts, the latest first, with what was withdrawn of them: by
-- whom, when and why; of one account (its IBAN), of one statement, nulls ask for all.
SELECT s.id, a.iban, a.name, a.currency, s.reference, s.sequence, s.opened_on, s.closed_on,
    s.opening_cents, s.closing_cents, d.name AS file_name,
    CASE WHEN s.withdrawn_act_id IS NULL THEN 'BOOKED' ELSE 'WITHDRAWN'
        END AS bank_statement_state,
    t.on_date AS kept_on, w.on_date AS withdrawn_on, u.login AS withdrawn_by, s.withdrawn_for
FROM bank_statement s
JOIN own_account a ON a.id = s.own_account_id
JOIN document d ON d.digest = s.digest
JOIN act t ON t.id = s.act_id
LEFT JOIN act w ON w.id = s.withdrawn_act_id
LEFT JOIN app_user u ON u.id = w.by_id
WHERE (%(id)s::bigint IS NULL OR s.id = %(id)s)
    AND (%(account)s::text IS NULL OR a.iban = %(account)s)
ORDER BY s.closed_on DESC, s.id DESC
