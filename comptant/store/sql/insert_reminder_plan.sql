-- One row: a plan of reminders.
INSERT INTO reminder_plan (contract_id, id, buyer_id, valid_from_on, sender_email, source, act_id)
VALUES (%(contract_id)s, %(id)s, %(buyer_id)s, %(valid_from_on)s, %(sender_email)s, %(source)s,
    %(act_id)s)
