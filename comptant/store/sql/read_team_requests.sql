-- One row per role of a person of the user's company that waits for another person.
SELECT a.id, a.arguments ->> 'login' AS login,
    ARRAY(SELECT jsonb_array_elements_text(a.arguments -> 'roles')) AS roles,
    (a.arguments ->> 'is_granted')::boolean AS is_granted, coalesce(u.login, f.name) AS proposed_by,
        a.proposed_at
FROM approval a LEFT JOIN app_user u ON u.id = a.proposed_by LEFT JOIN party f ON f.kind = 'FACTOR'
WHERE a.kind = 'client_role' AND (a.arguments ->> 'company_id')::bigint = reading_company()
    AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
ORDER BY a.id
