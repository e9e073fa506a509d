-- One row: the reader's own e-mail address, where one has been confirmed, and since when.
SELECT id, email, recorded_at FROM user_email WHERE ended_at IS NULL
