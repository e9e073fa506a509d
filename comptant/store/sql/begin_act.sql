-- One row: the id of a new act, what was answered under this key before, if anything, and whose the
-- contract is.
SELECT nextval('ids') AS id, a.operation, a.digest, a.answer, k.client_id
FROM (VALUES (1)) one
LEFT JOIN act a ON a.company_id = %(company_id)s AND a.key = %(key)s
LEFT JOIN contract k ON k.id = %(contract_id)s
