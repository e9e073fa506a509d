-- One row per policy of an insurer (null: of each), with the name that it goes by.
SELECT p.id AS policy_id, p.policy_number, i.name AS insurer_name
FROM policy p JOIN party i ON i.id = p.insurer_id
WHERE %(insurer)s::text IS NULL OR lower(i.name) = lower(%(insurer)s)
ORDER BY p.id
