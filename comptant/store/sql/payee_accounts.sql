-- One row per account of some parties that may be paid, with the last outcome of its verification
-- of payee; none that has become ours since.
SELECT a.party_id, a.id AS payee_account_id, a.iban, a.bic, a.holder, (
    SELECT t.value #>> '{}' FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id
        AND t.name = 'payee_check'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS payee_check
FROM payee_account a
WHERE a.party_id = ANY (%(party_ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM own_account o WHERE o.iban = a.iban)
ORDER BY a.party_id, a.id
