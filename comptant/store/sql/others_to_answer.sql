-- One row: how many others than some hold one of these roles in a company now; none: nobody.
SELECT count(DISTINCT held.user_id) AS count
FROM (
    SELECT DISTINCT ON (m.user_id, m.role) m.user_id, m.is_granted
    FROM membership m
    WHERE m.company_id = %(company_id)s AND m.role = ANY (%(roles)s::text[])
        AND m.user_id <> ALL (%(user_ids)s::bigint[])
    ORDER BY m.user_id, m.role, m.recorded_at DESC
) held
WHERE held.is_granted
HAVING count(*) > 0
