-- One row per link that opens a buyer's account, of a contract or of all, the latest first.
SELECT l.id, k.number AS contract_number, b.name AS buyer_name, l.language, l.made_on, l.until_on,
    e.ended_on, e.reason, u.login AS by_login,
    (SELECT count(*) FROM buyer_answer a WHERE a.link_id = l.id) AS answer_count,
    CASE WHEN e.link_id IS NOT NULL THEN 'ENDED' WHEN l.until_on < %(on)s THEN 'OVER'
        ELSE 'OPEN' END AS link_state
FROM buyer_link l
JOIN contract k ON k.id = l.contract_id
JOIN buyer_shown b ON b.contract_id = l.contract_id AND b.id = l.buyer_id
LEFT JOIN buyer_link_end e ON e.link_id = l.id
LEFT JOIN act a ON a.id = l.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE (%(contract_id)s::bigint IS NULL OR l.contract_id = %(contract_id)s)
ORDER BY l.id DESC
