-- One row per account that may be paid, with the last answer of its verification; of a party, null
-- asks for all.
SELECT a.id, p.id AS party_id, p.name AS party_name, a.iban, a.bic, a.holder, (
    SELECT t.value #>> '{}' FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id
        AND t.name = 'payee_check'
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS payee_check
FROM payee_account a JOIN party p ON p.id = a.party_id
WHERE %(party_id)s::bigint IS NULL OR a.party_id = %(party_id)s
ORDER BY p.name, a.id
