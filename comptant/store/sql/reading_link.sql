-- One row: the transaction now looks as nobody, by a link (its digest as hexadecimal digits), on a
-- day.
SELECT set_config('comptant.user_id', '0', true), set_config('comptant.company_id', '', true),
    set_config('comptant.on', %(on)s::date::text, true),
    set_config('comptant.link', %(digest)s, true)
