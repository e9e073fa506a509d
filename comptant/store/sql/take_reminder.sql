-- One row: a reminder, if it still waits, written as under way with what it tells, before it goes.
UPDATE reminder SET state = 'SENDING', taken_at = clock_timestamp(), next_at = NULL,
    tries = tries + 1, sent_to = %(sent_to)s, language = %(language)s, told = %(told)s::jsonb
WHERE contract_id = %(contract_id)s AND id = %(id)s AND state = 'WAITING'
