-- One row: how the register knows a company, as last looked up.
SELECT orias_number, is_registered AND until_on >= %(on)s AS is_registered, checked_on, until_on
FROM orias_check WHERE party_id = %(party_id)s ORDER BY recorded_at DESC LIMIT 1
