-- One row per role of a person of the user's company that waits for another person.
SELECT a.id, a.arguments ->> 'login' AS login, ARRAY(SELECT jsonb_array_elements_text(a.arguments -> 'roles')) AS roles,
    (a.arguments ->> 'is_granted')::boolean AS is_granted, u.login AS proposed_by, a.proposed_at
FROM approval a JOIN app_user u ON u.id = a.proposed_by
WHERE a.kind = 'client_role' AND (a.arguments ->> 'company_id')::bigint = reading_company()
    AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
ORDER BY a.id
