-- One row: a code has left, and is forgotten; or it waits for another try.
UPDATE signing_code SET next_at = %(next_at)s, code = CASE WHEN NOT %(is_sent)s THEN code END,
    sent_at = CASE WHEN %(is_sent)s THEN clock_timestamp() END
WHERE id = %(id)s AND used_at IS NULL
