-- One row per person and company whose power to sign was recorded, by the latest word: of a company
-- (null: of all), who approved it.
SELECT p.id, p.company_id, c.name AS company_name, p.name, p.login, p.email, p.phone, p.from_on,
    p.until_on, p.ceiling_cents, p.currency, p.signer_count,
    p.source, p.is_ended, u.login AS by_login
FROM power_now p
JOIN party c ON c.id = p.company_id
LEFT JOIN act a ON a.id = p.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE %(company_id)s::bigint IS NULL OR p.company_id = %(company_id)s
ORDER BY p.id
