-- One row per tariff, the latest first: from when it holds, who said and approved it, how many rows
-- it has, whether it prices quotes of the public.
SELECT t.id, t.valid_from_on, t.source, t.is_example, p.login AS proposed_by, d.login AS decided_by,
    (SELECT count(*) FROM tariff_row r WHERE r.tariff_id = t.id) AS row_count,
    coalesce((SELECT m.is_public FROM tariff_public m WHERE m.tariff_id = t.id
        ORDER BY m.id DESC LIMIT 1), false) AS is_public
FROM tariff t
JOIN approval a ON a.id = t.approval_id
JOIN app_user p ON p.id = a.proposed_by
JOIN approval_decision x ON x.approval_id = a.id
JOIN app_user d ON d.id = x.decided_by
ORDER BY t.valid_from_on DESC, t.recorded_at DESC
