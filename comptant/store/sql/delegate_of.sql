-- One row: a person who keeps the books of a contract for a firm that has that part in it now.
SELECT u.id AS user_id, x.party_id
FROM app_user u
JOIN LATERAL (SELECT DISTINCT ON (m.company_id) m.company_id, m.is_granted FROM membership m
    WHERE m.user_id = u.id AND m.role = 'external_accountant'
        ORDER BY m.company_id, m.recorded_at DESC) held
    ON held.is_granted
JOIN (SELECT DISTINCT ON (party_id) party_id, is_granted FROM partner
    WHERE contract_id = %(contract_id)s AND role = 'external_accountant'
        ORDER BY party_id, recorded_at DESC) x
    ON x.party_id = held.company_id AND x.is_granted
WHERE u.login = %(login)s
ORDER BY x.party_id LIMIT 1
