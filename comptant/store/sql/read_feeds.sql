-- One row per way by which a contract (null: all that may be seen) is fed now, and in whose name.
SELECT f.contract_id, k.number AS contract_number, f.way, f.sender, u.login, f.recorded_at
FROM feed_now f
JOIN contract k ON k.id = f.contract_id
LEFT JOIN app_user u ON u.id = f.user_id
WHERE %(contract_id)s::bigint IS NULL OR f.contract_id = %(contract_id)s
