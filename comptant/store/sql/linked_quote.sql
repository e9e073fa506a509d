-- One row: the quote that a link opens on a day.
SELECT q.id, q.party_id, q.prospect, q.product, q.quoted_on, q.last_on, q.currency, q.request,
    q.offer, l.id AS link_id
FROM quote_link l JOIN quote q ON q.id = l.quote_id
WHERE l.digest = %(digest)s AND l.until_on >= %(on)s
