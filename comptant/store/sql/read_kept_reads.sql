-- One row for administrators and auditors per look at sensitive data, of a person and a kind or of
-- all, since a day: who, by which key, what, about what.
SELECT r.id, r.at AS happened_at, u.login, p.name AS company_name, k.name AS key_name,
    r.kind AS sensitive_kind,
    r.name AS read_name, r.about, r.row_count
FROM kept_read r
LEFT JOIN app_user u ON u.id = r.user_id
LEFT JOIN party p ON p.id = r.company_id
LEFT JOIN api_key k ON k.id = r.key_id
WHERE (%(login)s::text IS NULL OR u.login = %(login)s)
    AND (%(kind)s::text IS NULL OR r.kind = %(kind)s)
    AND (%(from_on)s::date IS NULL OR r.at >= %(from_on)s::date)
