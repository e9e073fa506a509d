-- One row: the latest word on the power of a person in a company, or the one of an id if nothing
-- was said since.
SELECT id, company_id, user_id, name, login, email, phone, ceiling_cents, currency, from_on,
    until_on, source, approval_id, is_ended, signer_count
FROM power_now
WHERE (%(power_id)s::bigint IS NULL OR id = %(power_id)s)
    AND (%(company_id)s::bigint IS NULL OR company_id = %(company_id)s)
    AND (%(user_id)s::bigint IS NULL OR user_id = %(user_id)s)
