-- One row: the premium that an entry of the house books, and how it stands.
SELECT m.id AS premium_id, s.premium_state
FROM premium m
CROSS JOIN LATERAL premium_standing(m.id) s
WHERE m.entry_id = %(entry_id)s
