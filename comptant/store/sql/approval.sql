-- One row: an approval that somebody has proposed.
SELECT id, kind, contract_id, subject_id, arguments, amount_cents, currency, proposed_by, act_id
FROM approval WHERE id = %(approval_id)s
