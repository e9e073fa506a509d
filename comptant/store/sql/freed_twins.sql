-- One row per invoice held for its number that is the only one of its client left with it, now that
-- these have gone.
WITH bearers AS (  -- who of the client bears one of these numbers in its year, and is ours
    SELECT DISTINCT t.contract_id, t.id, t.number_key, extract(year FROM t.issued_on) AS year,
        t.holds
    FROM invoice g JOIN contract k ON k.id = g.contract_id JOIN contract o
        ON o.client_id = k.client_id
    JOIN invoice t ON t.contract_id = o.id AND t.number_key = g.number_key AND t.id <> g.id
        AND t.amount_cents > 0
        AND extract(year FROM t.issued_on) = extract(year FROM g.issued_on)
    JOIN held h ON h.fingerprint = t.fingerprint AND h.contract_id = t.contract_id
        AND h.invoice_id = t.id
        AND h.returned_for IS NULL
    WHERE g.contract_id = %(contract_id)s AND g.id = ANY(%(gone)s)
)
SELECT min(contract_id) AS contract_id, min(id) AS invoice_id
FROM bearers GROUP BY number_key, year
HAVING count(*) = 1 AND bool_and('number_twice' = ANY (string_to_array(holds, ' ')))
ORDER BY 1, 2
