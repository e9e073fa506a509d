-- One row: a case as it stands.
SELECT c.id, c.prospect, c.callback_state, c.turn_of_id, c.act_by_on FROM callback_now c
WHERE c.id = %(callback_id)s
