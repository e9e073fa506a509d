-- One row per administrator let in again on a day by whoever keeps the machine: who, by whom, why.
SELECT a.id AS act_id, a.answer ->> 'login' AS login, a.at AS let_in_at,
    a.answer ->> 'operator' AS operator, a.answer ->> 'reason' AS reason_text
FROM act a
WHERE a.operation = 'rescue' AND a.on_date = %(day)s
ORDER BY a.id
