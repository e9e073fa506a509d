-- One row per person who is told that somebody's second factors have ended, or that a recovery code
-- served: that person, and (asked for) the other owners of the client's companies where they act.
WITH held AS (
    SELECT DISTINCT ON (user_id, company_id, role) user_id, company_id, role, is_granted
    FROM membership ORDER BY user_id, company_id, role, recorded_at DESC
), owners AS (
    SELECT DISTINCT o.user_id FROM held o
    JOIN held m ON m.company_id = o.company_id AND m.user_id = %(user_id)s AND m.is_granted
    WHERE %(with_owners)s AND o.role = 'client_owner' AND o.is_granted
)
SELECT e.user_id, e.email, coalesce((SELECT m.language FROM user_mail m
    WHERE m.user_id = e.user_id ORDER BY m.made_at DESC, m.id DESC LIMIT 1), 'fr') AS language
FROM user_email e
WHERE e.ended_at IS NULL
    AND (e.user_id = %(user_id)s OR e.user_id IN (SELECT user_id FROM owners))
ORDER BY e.user_id
