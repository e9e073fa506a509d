-- One row: a mail has left, and what it carried is forgotten; or it waits for another try.
UPDATE user_mail SET next_at = %(next_at)s, secret = CASE WHEN NOT %(is_sent)s THEN secret END,
    sent_at = CASE WHEN %(is_sent)s THEN clock_timestamp() END
WHERE id = %(id)s AND used_at IS NULL
