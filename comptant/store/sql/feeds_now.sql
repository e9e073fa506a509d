-- One row per way by which a contract is fed now (null: every one), or one address feeds contracts,
-- with the person in whose name it does.
SELECT f.contract_id, k.number AS contract_number, f.way, f.sender, f.user_id, u.login, k.client_id
FROM feed_now f
JOIN contract k ON k.id = f.contract_id
JOIN app_user u ON u.id = f.user_id
WHERE f.way = %(way)s AND (%(contract_id)s::bigint IS NULL OR f.contract_id = %(contract_id)s)
    AND (%(sender)s::text IS NULL OR f.sender = %(sender)s)
ORDER BY k.number
