-- One row: how many codes were made for a person since an instant.
SELECT count(*) FROM signing_code WHERE user_id = %(user_id)s AND made_at > %(since)s
    AND made_at <= %(at)s
