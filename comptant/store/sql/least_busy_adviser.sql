-- One row: who of the house's account managers has the fewest open cases, the longest known first.
SELECT u.id, u.name, u.login,
    (SELECT count(*) FROM callback_now c
        WHERE c.turn_of_id = u.id AND c.callback_state <> 'CLOSED') AS open_count
FROM app_user u
WHERE u.id IN (
    SELECT held.user_id FROM (
        SELECT DISTINCT ON (m.user_id) m.user_id, m.is_granted FROM membership m
        WHERE m.company_id = %(company_id)s AND m.role = 'account_manager'
        ORDER BY m.user_id, m.recorded_at DESC) held
    WHERE held.is_granted)
ORDER BY open_count, u.id LIMIT 1
