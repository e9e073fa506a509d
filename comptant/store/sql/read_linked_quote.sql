-- One row: the quote that the link of this transaction opens.
SELECT link_id, id, prospect, product, quoted_on, last_on, currency, offer, is_public, request,
    language, accepted_on, person AS accepted_by, is_taken, is_called,
    factor_name, factor_siren
FROM linked_quote
