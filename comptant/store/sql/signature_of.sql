-- One row: a signature of a contract and how it stands, its contract and its client.
SELECT s.id, s.contract_id, s.kind, s.subject_id, s.way, s.language, s.name, s.digest, s.version,
    s.amount_cents, s.currency,
    s.power_id, s.user_id, s.signatory, s.dated_on, s.last_on, s.outcome, s.act_id,
    s.group_id, s.paper_id, s.signers, s.numbers,
        k.number AS contract_number, k.client_id,
    c.name AS client_name, u.login, e.reference, e.provider
FROM signature_now s
JOIN contract k ON k.id = s.contract_id
JOIN party c ON c.id = k.client_id
LEFT JOIN app_user u ON u.id = s.user_id
LEFT JOIN envelope e ON e.contract_id = s.contract_id AND e.signature_id = s.id
WHERE s.contract_id = %(contract_id)s AND s.id = %(signature_id)s
