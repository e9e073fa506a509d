-- One row: a quote with every figure that was told, and what it rests on.
SELECT id, party_id, prospect, product, quoted_on, last_on, currency, request, offer FROM quote
    WHERE id = %(id)s
