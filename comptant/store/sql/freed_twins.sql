-- One row per invoice held for its number that is the only one left with it, now that these have gone.
SELECT DISTINCT t.id
FROM invoice g JOIN invoice t ON t.number_key = g.number_key AND t.contract_id = g.contract_id AND t.id <> g.id
JOIN held h ON h.fingerprint = t.fingerprint AND h.contract_id = t.contract_id AND h.invoice_id = t.id AND h.returned_for IS NULL
WHERE g.contract_id = %(contract_id)s AND g.id = ANY(%(gone)s) AND t.amount_cents > 0
    AND extract(year FROM t.issued_on) = extract(year FROM g.issued_on)
    AND 'number_twice' = ANY (string_to_array(t.holds, ' '))
    AND NOT EXISTS (
        SELECT FROM invoice o JOIN held q ON q.fingerprint = o.fingerprint AND q.contract_id = o.contract_id AND q.invoice_id = o.id AND q.returned_for IS NULL
        WHERE o.number_key = t.number_key AND o.contract_id = t.contract_id AND o.id <> t.id AND o.amount_cents > 0
            AND extract(year FROM o.issued_on) = extract(year FROM t.issued_on))
