-- One row: the link to a quote that opens something on a day.
SELECT l.id, l.quote_id FROM quote_link l WHERE l.digest = %(digest)s AND l.until_on >= %(on)s
