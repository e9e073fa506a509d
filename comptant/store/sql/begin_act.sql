-- One row: the id of a new act, what the same caller was answered under this key before, if
-- anything, and whose the contract is. A program's key that was rotated is the same caller.
SELECT nextval('ids') AS id, a.operation, a.digest, a.answer, k.client_id
FROM (VALUES (1)) one
LEFT JOIN act a ON a.company_id = %(company_id)s AND a.key = %(key)s AND a.by_id = %(by_id)s
    AND (a.key_id IS NOT DISTINCT FROM %(key_id)s::bigint OR a.key_id IN (
        SELECT o.id FROM api_key n
        JOIN api_key o ON o.user_id = n.user_id AND o.company_id = n.company_id AND o.name = n.name
        WHERE n.id = %(key_id)s::bigint))
LEFT JOIN contract k ON k.id = %(contract_id)s
