-- One row: a promise, and whether it was taken back.
SELECT p.id, EXISTS (SELECT FROM promise_end e WHERE e.contract_id = p.contract_id
    AND e.promise_id = p.id) AS is_taken_back
FROM promise p WHERE p.contract_id = %(contract_id)s AND p.id = %(id)s
