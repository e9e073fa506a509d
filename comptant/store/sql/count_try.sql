-- One row: how often was tried from a bucket of addresses in the minute, this try included.
INSERT INTO address_tries AS t (bucket, minute_at, tries) VALUES (%(bucket)s, %(minute_at)s, 1)
ON CONFLICT (bucket) DO UPDATE SET minute_at = excluded.minute_at,
    tries = CASE WHEN t.minute_at = excluded.minute_at THEN t.tries + 1 ELSE 1 END
RETURNING tries
