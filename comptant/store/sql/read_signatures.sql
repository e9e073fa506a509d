-- One row per signature asked for or given on paper, the latest first: of a contract (null: of all
-- that the reader sees), of one paper, by id; how it stands on the day.
SELECT s.id, s.contract_id, k.number AS contract_number, c.name AS client_name,
    s.kind AS signature_kind, s.subject_id,
    s.way AS signature_way, s.name, encode(s.digest, 'hex') AS digest, s.signatory,
        s.user_id AS signatory_id, s.amount_cents,
    s.currency, s.dated_on, s.last_on,
    CASE WHEN s.outcome IN ('OPEN', 'WAITS') AND s.last_on < %(on)s THEN 'OVER'
        WHEN s.outcome = 'OPEN'
        AND s.provider_state IS NOT NULL
        THEN 'AT_PROVIDER' ELSE s.outcome END AS signature_state,
    s.ended_on, encode(s.evidence, 'hex') AS evidence, encode(s.signed, 'hex') AS signed, s.reason,
        s.proof, s.signers
FROM signature_now s
JOIN contract k ON k.id = s.contract_id
JOIN party c ON c.id = k.client_id
WHERE (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR s.id = %(id)s)
    AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
        AND (%(subject_id)s::bigint IS NULL OR s.subject_id = %(subject_id)s)
ORDER BY s.id DESC
