-- One row per file that came in or went out on a contract, the latest first.
SELECT d.act_id AS id, encode(d.digest, 'hex') AS digest, d.name, d.media_type, length(d.content) AS byte_count, a.at AS kept_at, u.login AS by_login
FROM document d
LEFT JOIN act a ON a.id = d.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE d.contract_id = %(contract_id)s
ORDER BY d.act_id DESC, d.digest DESC
