-- One row if a case of a quote, or of a file of offers, is open.
SELECT c.id, c.act_by_on FROM callback_now c
WHERE (c.quote_id = %(quote_id)s OR c.file_id = %(file_id)s) AND c.callback_state <> 'CLOSED'
LIMIT 1
