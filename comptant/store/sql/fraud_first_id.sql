-- One row: the last id that was given before a day. What came since has a greater one.
SELECT coalesce((SELECT a.id FROM act a WHERE a.on_date < %(from_on)s::date
    ORDER BY a.on_date DESC, a.id DESC LIMIT 1), 0) AS first_id
