-- One row per account of ours that a client's books number otherwise (of all buyers, or of one), as
-- the client last said.
SELECT DISTINCT ON (a.code, a.buyer_id) a.id, a.contract_id, a.code, a.buyer_id,
    q.name AS buyer_name, a.number
FROM client_account a
LEFT JOIN buyer_shown q ON q.contract_id = a.contract_id AND q.id = a.buyer_id
WHERE a.contract_id = %(contract_id)s
ORDER BY a.code, a.buyer_id, a.id DESC
