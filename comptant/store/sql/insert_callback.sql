-- One row: a call that is asked for, and whom to call.
WITH asked AS (
    INSERT INTO callback (id, company_id, quote_id, file_id, link_id, prospect, question, asked_on,
        owner_id, call_by_on, diagnosis, act_id)
    VALUES (%(id)s, %(company_id)s, %(quote_id)s, %(file_id)s, %(link_id)s, %(prospect)s,
        %(question)s, %(asked_on)s, %(owner_id)s, %(call_by_on)s, %(diagnosis)s::jsonb, %(act_id)s)
    RETURNING id)
INSERT INTO callback_contact (callback_id, caller, phone)
SELECT id, %(caller)s, %(phone)s FROM asked
