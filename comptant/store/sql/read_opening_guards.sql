-- One row for the staff, where the house has said it: what must be recorded before a contract
-- draws, as in force on the day.
SELECT value AS guards, valid_from_on, source FROM term
WHERE contract_id = 0 AND subject = 'AUTHORITY' AND name = 'opening_guards'
    AND valid_from_on <= %(on)s
ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
