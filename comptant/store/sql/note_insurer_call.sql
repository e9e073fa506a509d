-- One row: what an insurer said of a message, and when it is asked next.
UPDATE insurer_call SET state = %(state)s, job = %(job)s, tries = %(tries)s,
    next_at = %(next_at)s, last_answer = %(last_answer)s, sent_on = %(sent_on)s,
    answer = %(answer)s::jsonb
WHERE message_id = %(message_id)s
