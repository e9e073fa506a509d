-- One row: a reminder, and what a person says of it. A call that nobody answers was tried, and is
-- made again.
UPDATE reminder SET state = %(state)s, next_at = %(next_at)s, said = %(said)s,
    left_on = CASE WHEN %(state)s = 'WAITING' AND channel <> 'CALL' THEN left_on
        ELSE coalesce(left_on, %(left_on)s) END,
    done_at = CASE WHEN %(state)s = 'WAITING' THEN NULL ELSE clock_timestamp() END,
    done_act_id = %(act_id)s
WHERE contract_id = %(contract_id)s AND id = %(id)s
