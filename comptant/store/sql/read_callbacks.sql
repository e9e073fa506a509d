-- One row per call that was asked for and that the reader may see (of a state; null: those that are
-- not closed), what is due first on top: whose turn it is, by when, how many days late.
SELECT c.id, coalesce(c.act_by_on, date '9999-12-31') AS sort_on, c.prospect, t.caller, t.phone,
    c.asked_on, adviser_name(c.turn_of_id) AS adviser, c.callback_state,
    c.outcome AS call_outcome, c.act_by_on,
    greatest(%(on)s::date - c.act_by_on, 0) AS late_days, c.quote_id, c.file_id,
    c.link_id IS NOT NULL AS is_by_link
FROM callback_now c
JOIN callback_contact t ON t.callback_id = c.id
WHERE c.callback_state = %(state)s OR %(state)s::text IS NULL AND c.callback_state <> 'CLOSED'
ORDER BY sort_on, c.id
