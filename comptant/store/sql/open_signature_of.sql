-- One row if a signature of a paper may still be given on a day.
SELECT s.id FROM signature_now s
WHERE s.contract_id = %(contract_id)s AND s.kind = %(kind)s AND s.subject_id = %(subject_id)s
    AND s.outcome IN ('OPEN', 'WAITS')
    AND s.last_on >= %(on)s
ORDER BY s.id LIMIT 1
