-- One row: whom to write to at a buyer.
INSERT INTO reminder_contact (contract_id, buyer_id, person, email, phone, postal_address, language,
    is_email_refused, source, act_id)
VALUES (%(contract_id)s, %(buyer_id)s, %(person)s, %(email)s, %(phone)s, %(postal_address)s,
    %(language)s, %(is_email_refused)s, %(source)s, %(act_id)s)
