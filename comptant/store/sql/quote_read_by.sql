-- One row: a quote, if the house (null) or a company may read it: the one that it is for, or the
-- broker or adviser that brings it.
SELECT id, party_id, prospect, product, quoted_on, last_on, currency, request, offer FROM quote
WHERE id = %(quote_id)s
    AND (%(company_id)s::bigint IS NULL
        OR %(is_client)s AND party_id = %(company_id)s
        OR %(is_broker)s AND %(company_id)s IN (broker_id, adviser_id))
