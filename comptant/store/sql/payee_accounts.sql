-- One row per account of a party that may be paid, with the last outcome of its verification of payee.
SELECT a.id, a.iban, a.bic, a.holder, (
    SELECT t.value #>> '{}' FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id AND t.name = 'payee_check'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS payee_check
FROM payee_account a
WHERE a.party_id = %(party_id)s AND (%(id)s::bigint IS NULL OR a.id = %(id)s)
ORDER BY a.id
