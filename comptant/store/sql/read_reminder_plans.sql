-- One row per stage and channel of the plans of reminders in force on a day, of a contract (null:
-- of every contract and of the house); a plan without stages has one row and no stage.
SELECT p.id, k.number AS contract_number, b.name AS buyer_name, p.valid_from_on, s.stage_number,
    s.stage, s.offset_days, s.channel, s.least_cents, coalesce(k.currency, 'EUR') AS currency,
    p.sender_email, p.source
FROM (SELECT DISTINCT ON (contract_id, buyer_id) * FROM reminder_plan
    WHERE valid_from_on <= %(on)s
    ORDER BY contract_id, buyer_id, valid_from_on DESC, recorded_at DESC) p
LEFT JOIN contract k ON k.id = p.contract_id
LEFT JOIN party b ON b.id = p.buyer_id
LEFT JOIN reminder_stage s ON s.contract_id = p.contract_id AND s.plan_id = p.id
WHERE %(contract_id)s::bigint IS NULL OR p.contract_id IN (0, %(contract_id)s)
ORDER BY p.contract_id, p.buyer_id, s.stage_number, s.channel
