-- One row per threshold on fraud that the house has said, in the order in which it was.
SELECT t.name, t.valid_from_on, (t.value)::bigint AS value, t.source
FROM term t
WHERE t.contract_id = 0 AND t.subject = 'FACTOR' AND t.name LIKE 'fraud.%%'
    AND t.valid_from_on <= %(on)s::date
ORDER BY t.valid_from_on, t.recorded_at
