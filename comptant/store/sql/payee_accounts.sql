-- One row per account of some parties that may be paid, with the last outcome of its verification
-- of payee; none that has become ours since. Of one that came after another of its party, whether
-- it was called back, and whether its day is over, come first (DOMAIN §10, FR-14).
SELECT a.party_id, a.id AS payee_account_id, a.iban, a.bic, a.holder, CASE
    WHEN y.payee_check = 'NO_MATCH' THEN y.payee_check
    WHEN y.called = 'DENIED' THEN 'NOT_CALLED_BACK'
    WHEN g.agreed_at IS NULL THEN y.payee_check
    WHEN y.called IS DISTINCT FROM 'CONFIRMED' THEN 'NOT_CALLED_BACK'
    WHEN %(at)s::timestamptz < g.agreed_at + make_interval(hours => %(hours)s::int) THEN 'TOO_NEW'
    ELSE y.payee_check END AS payee_check
FROM payee_account a
LEFT JOIN LATERAL (
    SELECT max(l.value #>> '{}') FILTER (WHERE l.name = 'payee_check') AS payee_check,
        max(l.value ->> 'outcome') FILTER (WHERE l.name = 'payee_callback') AS called
    FROM (SELECT DISTINCT ON (t.name) t.name, t.value FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id
            AND t.name IN ('payee_check', 'payee_callback') AND t.valid_from_on <= %(on)s
        ORDER BY t.name, t.valid_from_on DESC, t.recorded_at DESC) l
) y ON true
LEFT JOIN LATERAL (SELECT (t.value #>> '{}')::timestamptz AS agreed_at FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = a.id
        AND t.name = 'payee_agreed_at' ORDER BY t.recorded_at DESC LIMIT 1) g ON true
WHERE a.party_id = ANY (%(party_ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM own_account o WHERE o.iban = a.iban)
ORDER BY a.party_id, a.id
