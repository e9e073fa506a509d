-- One row: the approval that waits for the end of a person's second factors, if one does.
SELECT a.id AS approval_id, p.login AS proposed_by
FROM approval a
JOIN app_user p ON p.id = a.proposed_by
WHERE a.kind = 'second_factors' AND a.subject_id = %(user_id)s
    AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
LIMIT 1
