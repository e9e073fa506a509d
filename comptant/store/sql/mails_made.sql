-- One row: how many mails of a kind were made for a person since an instant.
SELECT count(*) FROM user_mail
WHERE user_id = %(user_id)s AND kind = %(kind)s AND made_at > %(since)s
