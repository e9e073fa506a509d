-- One row: a number of a contract in the form in which numbers are compared, the invoice held under
-- it, whether a letter releases it, and how often it was refused as another's.
WITH asked AS (
    SELECT upper(coalesce(nullif(regexp_replace(%(invoice_number)s, '[^A-Za-z0-9]', '', 'g'), ''),
        %(invoice_number)s)) AS number_key
)
SELECT a.number_key,
    (SELECT i.id FROM invoice i JOIN held h ON h.fingerprint = i.fingerprint
        AND h.contract_id = i.contract_id AND h.invoice_id = i.id
     WHERE i.contract_id = %(contract_id)s AND i.number_key = a.number_key
         AND h.returned_for IS NULL LIMIT 1) AS held_id,
    coalesce((SELECT NOT r.is_withdrawn FROM release_letter r WHERE r.contract_id = %(contract_id)s
        AND r.number_key = a.number_key
     ORDER BY r.id DESC LIMIT 1), false) AS is_released,
    (SELECT count(*) FROM refused_line l WHERE l.contract_id = %(contract_id)s
        AND l.reason = 'factored_elsewhere'
        AND upper(coalesce(nullif(regexp_replace(l.invoice_number, '[^A-Za-z0-9]', '', 'g'), ''),
            l.invoice_number)) = a.number_key) AS refused_count
FROM asked a
