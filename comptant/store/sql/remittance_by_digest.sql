-- One row: the remittance that took the same bytes in before, if there is one.
SELECT r.id AS remittance_id, a.answer FROM remittance r JOIN act a ON a.id = r.act_id
WHERE r.contract_id = %(contract_id)s AND r.digest = %(digest)s ORDER BY r.id LIMIT 1
