-- One row: the signature of the title of a remittance, as its paper tells it; the first given,
-- where there are several.
SELECT s.numbers AS signature_id, s.way, s.signers AS signed_by,
    s.ended_on AS signed_on,
    s.proof AS signature_proof,
    CASE WHEN s.way <> 'PAPER' THEN s.dated_on END AS dated_on
FROM signature_now s
WHERE s.contract_id = %(contract_id)s AND s.kind = 'TITLE' AND s.subject_id = %(subject_id)s
    AND s.outcome = 'SIGNED'
ORDER BY s.id LIMIT 1
