-- One row per contract to be watched at the close of a day: something happened in it since the last
-- close, or it is its turn of the week, by its number.
SELECT k.id FROM contract k
CROSS JOIN (SELECT coalesce(max(act_id), 0) AS act_id FROM day_close
    WHERE day < %(on)s::date) last
WHERE NOT k.is_house AND (('x' || left(md5(k.number), 7))::bit(28)::int %% 7
        = (%(on)s::date - date '2000-01-01') %% 7
    OR EXISTS (SELECT FROM event e WHERE e.contract_id = k.id AND e.id > last.act_id))
ORDER BY k.id
