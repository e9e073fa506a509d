-- One row: the last word on the draws of a person on a contract, given and not over on a day.
SELECT user_id, party_id, draw_limit_cents, from_on, until_on, approval_id FROM (
    SELECT d.* FROM delegation d JOIN app_user u ON u.id = d.user_id
    WHERE d.contract_id = %(contract_id)s AND u.login = %(login)s
    ORDER BY d.recorded_at DESC LIMIT 1) latest
WHERE is_granted AND until_on >= %(on)s
