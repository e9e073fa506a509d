-- One row per legal hold, the latest first: those that stand, or all.
SELECT h.id AS hold_id, h.hold_of, h.subject_id, coalesce(u.login, p.name, '') AS held_name,
    nullif(h.kind, '') AS retention_kind, h.reason, h.held_on, l.lifted_on
FROM legal_hold h
LEFT JOIN legal_hold_lift l ON l.hold_id = h.id
LEFT JOIN app_user u ON h.hold_of = 'PERSON' AND u.id = h.subject_id
LEFT JOIN party p ON h.hold_of = 'COMPANY' AND p.id = h.subject_id
WHERE %(everything)s OR l.lifted_on IS NULL
ORDER BY h.id DESC
