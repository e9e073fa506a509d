-- One row per person of a paper that several sign: with what power of today, and how each stands.
SELECT s.id, s.user_id, s.signatory, s.own_outcome, s.ended_on,
    encode(s.evidence, 'hex') AS evidence, p.signer_count
FROM signature_now s LEFT JOIN power_now p ON p.company_id = %(client_id)s AND p.user_id = s.user_id
WHERE s.contract_id = %(contract_id)s AND s.paper_id = %(paper_id)s
ORDER BY s.id
