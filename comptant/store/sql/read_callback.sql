-- One row: a call that was asked for, with its diagnosis.
SELECT c.id, c.prospect, t.caller, t.phone, c.question, c.asked_on,
    adviser_name(c.turn_of_id) AS adviser, c.callback_state, c.outcome AS call_outcome, c.act_by_on,
    greatest(%(on)s::date - c.act_by_on, 0) AS late_days, c.quote_id, c.file_id,
    c.link_id IS NOT NULL AS is_by_link, c.diagnosis
FROM callback_now c
JOIN callback_contact t ON t.callback_id = c.id
WHERE c.id = %(id)s
