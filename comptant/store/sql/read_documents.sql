-- One row per file that came in or went out on a contract, the latest first.
SELECT o.act_id AS id, encode(d.digest, 'hex') AS digest, o.name, d.media_type,
    length(d.content) AS byte_count, a.at AS kept_at, u.login AS by_login
FROM document_of o JOIN document d ON d.digest = o.digest
LEFT JOIN act a ON a.id = o.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE o.contract_id = %(contract_id)s
ORDER BY o.act_id DESC, d.digest DESC
