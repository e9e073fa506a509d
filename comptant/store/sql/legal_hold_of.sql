-- One row: a legal hold, with the day on which it was lifted (null: it stands).
SELECT h.id AS hold_id, l.lifted_on
FROM legal_hold h LEFT JOIN legal_hold_lift l ON l.hold_id = h.id
WHERE h.id = %(hold_id)s
