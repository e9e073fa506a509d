-- One row: the database's instant, and that of the last act.
SELECT clock_timestamp() AS now_at, (SELECT at FROM act ORDER BY id DESC LIMIT 1) AS last_act_at
