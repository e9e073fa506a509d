-- One row: a reminder, and what became of it.
UPDATE reminder SET state = %(state)s, next_at = %(next_at)s, said = %(said)s,
    left_on = coalesce(%(left_on)s, left_on),
    done_at = CASE WHEN %(state)s IN ('WAITING', 'UNKNOWN') THEN NULL ELSE clock_timestamp() END
WHERE contract_id = %(contract_id)s AND id = %(id)s
