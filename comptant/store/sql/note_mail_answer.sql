-- No row: an answer has left, or waits for another try.
UPDATE mail_answer SET next_at = %(next_at)s, sent_at = %(sent_at)s
WHERE contract_id = %(contract_id)s AND arrival_id = %(arrival_id)s
