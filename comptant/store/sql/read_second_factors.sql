-- One row per second factor of the user that serves.
SELECT id, kind, name, recorded_at FROM second_factor WHERE ended_at IS NULL ORDER BY id
