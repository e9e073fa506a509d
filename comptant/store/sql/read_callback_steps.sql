-- One row per thing done about a call that was asked for, the oldest first.
SELECT s.id, s.step_on, s.step AS callback_state, s.outcome AS call_outcome,
    s.call_by_on AS act_by_on, s.note AS call_note, adviser_name(s.user_id) AS adviser
FROM callback_step s
WHERE s.callback_id = %(callback_id)s
ORDER BY s.id
