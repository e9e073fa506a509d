-- One row: whether the factor said at its opening that its data are invented.
SELECT (value)::boolean AS is_sandbox FROM term
WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'is_sandbox'
ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
