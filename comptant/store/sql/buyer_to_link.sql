-- One row: a buyer of a contract, whether it may be sent a link on a day, and in which language.
SELECT k.number AS contract_number, p.id AS buyer_id, b.name AS buyer_name,
    contract_is_confidential(k.id, %(on)s) AS is_confidential,
    buyer_is_told(k.id, p.id, %(on)s) AS is_told,
    coalesce((SELECT x.language FROM reminder_contact x
        WHERE x.buyer_id = p.id AND x.contract_id IN (0, k.id)
        ORDER BY x.contract_id DESC, x.recorded_at DESC LIMIT 1),
        CASE WHEN p.country IN ('FR', 'MC', 'BE', 'LU') THEN 'fr' ELSE 'en' END) AS language
FROM contract k
JOIN contract_buyer c ON c.contract_id = k.id AND c.buyer_id = %(buyer_id)s
JOIN party p ON p.id = c.buyer_id
JOIN buyer_shown b ON b.contract_id = k.id AND b.id = p.id
WHERE k.id = %(contract_id)s
