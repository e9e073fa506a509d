-- One row for a buyer that people tell a contract of, before his first invoice; a client or a group
-- is no buyer.
INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
SELECT k.id, p.id, %(act_id)s FROM contract k JOIN party p ON p.id = %(buyer_id)s
    AND p.kind IN ('COMPANY', 'PUBLIC')
WHERE k.id = %(contract_id)s AND NOT k.is_house AND p.id <> k.client_id
ON CONFLICT DO NOTHING
