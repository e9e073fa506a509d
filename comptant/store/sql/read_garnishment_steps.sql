-- One row per step of a garnishment.
SELECT s.id, s.step AS garnishment_step, s.step_on, s.amount_cents, g.currency, s.reference,
    encode(s.digest, 'hex') AS digest
FROM garnishment_step s
JOIN garnishment g ON g.contract_id = s.contract_id AND g.id = s.garnishment_id
WHERE s.contract_id = %(contract_id)s AND s.garnishment_id = %(garnishment_id)s
ORDER BY s.id
