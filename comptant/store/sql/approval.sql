-- One row: an approval that somebody has proposed, and who made the key of the program that did, if
-- one did.
SELECT p.id, p.kind, p.contract_id, p.subject_id, p.arguments, p.amount_cents, p.currency,
    p.proposed_by, p.act_id,
    k.made_by AS key_made_by
FROM approval p
LEFT JOIN act a ON a.id = p.act_id
LEFT JOIN api_key k ON k.id = a.key_id
WHERE p.id = %(approval_id)s
