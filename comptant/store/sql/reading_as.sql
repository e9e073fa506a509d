-- One row: the transaction now looks as a user, for a company (null: each of theirs), on a day
-- (null: today).
SELECT set_config('comptant.user_id', %(user_id)s::text, true),
    set_config('comptant.company_id', coalesce(%(company_id)s::text, ''), true),
    set_config('comptant.on', coalesce(%(on)s::date::text, ''), true)
