-- One row per contract of the client of a contract in the same currency, that one first.
SELECT k.id, k.client_id FROM contract k
JOIN contract one ON one.id = %(contract_id)s AND one.client_id = k.client_id
    AND one.currency = k.currency
ORDER BY k.id <> one.id, k.id
